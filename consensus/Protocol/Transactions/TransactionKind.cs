namespace Ledger.Protocol.Transactions;

/// <summary>What a transaction asks for. The numbers are frozen.</summary>
public enum TransactionKind : byte
{
    None = 0,

    /// <summary>Packed 32-byte commitments, one leaf each.</summary>
    AnchorList = 1,

    /// <summary>One Merkle root over commitments kept elsewhere, one leaf.</summary>
    AnchorRoot = 2,
}

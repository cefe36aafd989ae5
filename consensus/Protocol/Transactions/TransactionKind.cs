namespace Ledger.Protocol.Transactions;

/// <summary>What a transaction asks for. The numbers are frozen.</summary>
public enum TransactionKind : byte
{
    None = 0,

    /// <summary>Packed 32-byte commitments, one leaf each.</summary>
    AnchorList = 1,

    /// <summary>One Merkle root over commitments kept elsewhere, one leaf.</summary>
    AnchorRoot = 2,

    /// <summary>What the operators of a jurisdiction quorum decided together.</summary>
    Governance = 3,

    /// <summary>A node that is to be let in has all that it needs to vote.</summary>
    Ready = 4,

    /// <summary>A validator has lost its promises, and votes again from the next epoch on.</summary>
    Rejoin = 5,

    /// <summary>Changes of the statuses of what an issuer anchored; since protocol version 3.</summary>
    Status = 6,
}

namespace Ledger.Protocol.Transactions;

/// <summary>How a commitment was made from a document: agreed by both sides, named in the leaf. The numbers are frozen.</summary>
public enum CommitmentScheme : byte
{
    /// <summary>The genesis leaf's.</summary>
    None = 0,

    /// <summary>HMAC-SHA-256 (RFC 2104) under a random 256-bit salt over the exact bytes of the file.</summary>
    SaltedFile = 1,

    /// <summary>RFC 6962 SHA-256 root over commitments that are not listed.</summary>
    MerkleRoot = 2,
}

namespace Ledger.Protocol.Transactions;

/// <summary>How a commitment was made from a document: agreed by both sides, named in the leaf. The numbers are frozen.</summary>
public enum CommitmentScheme : byte
{
    /// <summary>The genesis leaf's.</summary>
    None = 0,

    /// <summary>HMAC-SHA-256 (RFC 2104) under a random 256-bit salt over the exact bytes of the file.</summary>
    SaltedFile = 1,

    /// <summary>The root of a tree over what is not listed; whoever holds the tree shows of which kind it is.</summary>
    /// <remarks>
    /// RFC 6962 with SHA-256 over commitments of files or over the fields of one document, or OpenAttestation's Keccak-256 tree. No
    /// two kinds hash the same bytes (PROTOCOL.md, Data), so a root of one is never taken for one of another.
    /// </remarks>
    MerkleRoot = 2,
}

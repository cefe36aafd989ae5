namespace Ledger.Protocol.Receipts;

/// <summary>The step at which a receipt, or the document it is shown with, is refused.</summary>
public enum ReceiptFault
{
    None = 0,

    /// <summary>The bytes are no receipt.</summary>
    Malformed,

    /// <summary>A header names another chain than the genesis does.</summary>
    WrongChain,

    /// <summary>The header is of an epoch that the history does not reach: the chain of set changes up to it is missing.</summary>
    UnknownEpoch,

    /// <summary>A header is under another configuration than its epoch's, or not among its heights.</summary>
    WrongEpochOrSet,

    /// <summary>The proof does not lead from the leaf to the header's SHA-256 log root and size.</summary>
    LeafNotInLog,

    /// <summary>The proof does not lead from the leaf to the header's SM3 log root.</summary>
    LeafNotInTwinLog,

    /// <summary>A descendant is not the child of the header before it, or there are more than W.</summary>
    HeaderChainBroken,

    /// <summary>The certificate is no CommitCertificate of the last header, in both digests.</summary>
    CertificateNotOfHeader,

    /// <summary>A signer that the validator set does not have.</summary>
    UnknownSigner,

    /// <summary>Fewer than q validators signed.</summary>
    QuorumMissing,

    /// <summary>Enough validators signed, but a region has fewer than its minimum among them.</summary>
    RegionMissing,

    /// <summary>A signature is not its validator's over this statement.</summary>
    BadSignature,

    /// <summary>Neither the genesis nor what was learnt of the chain has an issuer under the leaf's index.</summary>
    UnknownIssuer,

    /// <summary>The outcome proof does not lead to the header, or the leaf is not of that transaction.</summary>
    TransactionMismatch,

    /// <summary>The document and salt do not give the leaf's commitment: one of the three was tampered with.</summary>
    CommitmentMismatch,
}

namespace Ledger.Protocol.Evidence;

/// <summary>Why evidence proves nothing against the validator that it names.</summary>
public enum EvidenceFault
{
    None = 0,

    /// <summary>The bytes are no evidence.</summary>
    Malformed,

    /// <summary>Of another chain than the genesis.</summary>
    WrongChain,

    /// <summary>Of an epoch that the history does not reach: the chain of set changes up to it is missing.</summary>
    UnknownEpoch,

    /// <summary>Of another configuration than its epoch's.</summary>
    WrongEpochOrSet,

    /// <summary>The set has no validator under that index.</summary>
    UnknownValidator,

    /// <summary>An honest validator may sign all of it.</summary>
    NoContradiction,

    /// <summary>The certificates are not those that the ViewChange was signed over.</summary>
    CertificatesNotOfViewChange,

    /// <summary>A statement is not signed by the validator that is accused.</summary>
    BadSignature,

    /// <summary>The CommitCertificate lacks a jurisdiction quorum or a good signature.</summary>
    BadCertificate,
}

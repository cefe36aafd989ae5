namespace Ledger.Protocol.Evidence;

/// <summary>Why evidence proves nothing against the validator that it names.</summary>
public enum EvidenceFault
{
    None = 0,

    /// <summary>The bytes are no evidence.</summary>
    Malformed,

    /// <summary>Of another chain than the genesis.</summary>
    WrongChain,

    /// <summary>Of another epoch or validator set than those of the genesis.</summary>
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

namespace Ledger.Client.Light;

/// <summary>Why a light client does not believe what a node showed it, or stops believing the node.</summary>
public enum LightFault
{
    None = 0,

    /// <summary>The bytes are no headers or no certificate, or more than a node may answer.</summary>
    Malformed,

    /// <summary>A header is of another chain than the genesis.</summary>
    WrongChain,

    /// <summary>The run does not begin where it was asked for, or leaves a height out.</summary>
    Gap,

    /// <summary>A header is not the child of the one before it in the run.</summary>
    BrokenParent,

    /// <summary>A header's time is not after its parent's, or its log is shorter.</summary>
    GoesBack,

    /// <summary>A header is of another epoch than its height, or under another configuration.</summary>
    WrongEpoch,

    /// <summary>The certificate is no commit of the run's last header.</summary>
    CertificateNotOfHeader,

    /// <summary>A signer is no validator of the epoch.</summary>
    UnknownSigner,

    /// <summary>Too few validators signed.</summary>
    QuorumMissing,

    /// <summary>Enough validators signed, but too few of one region.</summary>
    RegionMissing,

    /// <summary>A signature is not its validator's over this header in this epoch.</summary>
    BadSignature,

    /// <summary>The set changes do not hold, or do not lead to the epoch that a header names, or to the pinned one.</summary>
    BadHistory,

    /// <summary>Two final blocks at one height: more than f validators lie, or keys are stolen. Kept as evidence.</summary>
    Fork,

    /// <summary>The node is behind what is believed already: it lost blocks, or hides them. Kept as evidence.</summary>
    Rollback,

    /// <summary>The file of what is believed is not of this genesis, or is ahead of the pin that was given.</summary>
    OtherTrust,
}

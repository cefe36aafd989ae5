namespace Ledger.Client;

/// <summary>What a document, its envelope and a genesis are together.</summary>
public enum Verdict
{
    /// <summary>The file is the one that was anchored, and its receipt proves that.</summary>
    Valid,

    /// <summary>The receipt is of another chain than the genesis.</summary>
    WrongChain,

    /// <summary>The receipt is of an epoch that the history does not reach.</summary>
    UnknownEpoch,

    /// <summary>The receipt fails one of its checks.</summary>
    InvalidReceipt,

    /// <summary>The envelope says something that its receipt does not.</summary>
    InvalidEnvelope,

    /// <summary>The file and salt do not give the leaf's commitment.</summary>
    Tampered,

    /// <summary>Proven, but its validity begins later.</summary>
    NotYetValid,

    /// <summary>Proven, but its validity has ended.</summary>
    Expired,

    /// <summary>The node that was asked knows no anchor of the commitment.</summary>
    NotFound,
}

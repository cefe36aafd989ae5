namespace Ledger.Client;

/// <summary>What a document, its envelope and a genesis are together: a closed list.</summary>
public enum Verdict
{
    /// <summary>The file is the one that was anchored, its receipt proves that, and nothing its issuer said since is against it.</summary>
    Valid,

    /// <summary>The receipt is of another chain than the genesis.</summary>
    WrongChain,

    /// <summary>The receipt, or the status proof, is of an epoch that the history does not reach.</summary>
    UnknownEpoch,

    /// <summary>The receipt fails one of its checks.</summary>
    InvalidReceipt,

    /// <summary>The envelope says something that its receipt does not.</summary>
    InvalidEnvelope,

    /// <summary>The file and salt do not give the leaf's commitment.</summary>
    Tampered,

    /// <summary>The status proof does not hold, or is dated in the future.</summary>
    InvalidStatus,

    /// <summary>Its issuer has revoked it. Final.</summary>
    Revoked,

    /// <summary>Its issuer has put another in its place. Final.</summary>
    Superseded,

    /// <summary>Proven, but its validity begins later.</summary>
    NotYetValid,

    /// <summary>Proven, but its validity has ended.</summary>
    Expired,

    /// <summary>There is no status proof, or none that is fresh enough.</summary>
    StaleStatus,

    /// <summary>Its issuer has suspended it.</summary>
    Suspended,

    /// <summary>The node that was asked knows no anchor of the commitment.</summary>
    NotFound,

    /// <summary>In a folder: a document without an envelope beside it.</summary>
    NoEnvelope,

    /// <summary>In a folder: an envelope without its document.</summary>
    NoDocument,

    /// <summary>In a folder: the system does not let it be read.</summary>
    Unreadable,
}

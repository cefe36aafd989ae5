namespace Ledger.Protocol.Receipts;

/// <summary>Why a change of epoch is not believed.</summary>
public enum HistoryFault
{
    None = 0,

    /// <summary>The header or the next configuration is of another chain.</summary>
    WrongChain,

    /// <summary>The header is of another epoch than the one that is believed, or under another configuration.</summary>
    NotOfEpoch,

    /// <summary>The header names another configuration for its child.</summary>
    NextNotNamed,

    /// <summary>The hash that the next configuration has for the one before it is not that one's.</summary>
    BrokenPrevious,

    /// <summary>The next configuration's number is not one more.</summary>
    NotConsecutive,

    /// <summary>The next configuration does not start right above the header.</summary>
    WrongStart,

    /// <summary>The certificate is no commit of the header.</summary>
    CertificateNotOfHeader,

    /// <summary>The signers are no jurisdiction quorum of the epoch that ends.</summary>
    QuorumMissing,

    /// <summary>A signature is not its validator's over this header in this epoch.</summary>
    BadSignature,

    /// <summary>None of the configurations has the hash that is pinned.</summary>
    PinNotFound,
}

namespace Ledger.Consensus;

/// <summary>Why a replica did nothing with an input. Each is counted; each has a test.</summary>
public enum DiscardReason
{
    /// <summary>Of a view this replica has left.</summary>
    StaleView,

    /// <summary>Its sender is not the primary of its view.</summary>
    NotPrimary,

    /// <summary>About a height that is committed here.</summary>
    AlreadyDecided,

    /// <summary>So far above the committed height that it will be asked for when needed.</summary>
    TooFarAhead,

    /// <summary>Kept for a view not yet entered, and its sender's slots were full.</summary>
    HoldFull,

    /// <summary>Seen before.</summary>
    Duplicate,

    /// <summary>A second, different statement of the same validator: evidence, and without effect.</summary>
    Equivocation,

    /// <summary>From another epoch than this replica's: a peer that is behind is sent the blocks it lacks (E2).</summary>
    ForeignEpoch,

    /// <summary>A run of blocks nobody asked for and no certificate vouches for.</summary>
    Unrequested,

    /// <summary>A check's answer for a block no longer held.</summary>
    UnknownBlock,
}

namespace Ledger.Protocol.Blocks;

/// <summary>What became of a transaction in its block; a refused one stays there, named. The numbers are frozen.</summary>
public enum Outcome : byte
{
    None = 0,

    /// <summary>Its leaves are in the anchor log.</summary>
    Anchored = 1,

    /// <summary>The same transaction is already in the chain's replay window.</summary>
    Replayed = 2,

    /// <summary>The block's height is above its valid-until height.</summary>
    Expired = 3,

    /// <summary>Its valid-until height is further ahead than the chain allows.</summary>
    ValidityTooLong = 4,

    /// <summary>No issuer is registered under its index.</summary>
    UnknownIssuer = 5,

    /// <summary>Its signature is not the registered key's.</summary>
    BadSignature = 6,

    /// <summary>The change, the Ready or the Rejoin took effect.</summary>
    Enacted = 7,

    /// <summary>The change was made for another revision of the chain's configuration.</summary>
    StaleRevision = 8,

    /// <summary>Another change waits to take effect: one at a time.</summary>
    ChangePending = 9,

    /// <summary>An approval is not that of its validator's operator.</summary>
    BadApproval = 10,

    /// <summary>The approvals are not a jurisdiction quorum.</summary>
    ApprovalsMissing = 11,

    /// <summary>No chain could run on what the change would make, or it changes nothing.</summary>
    InvalidChange = 12,

    /// <summary>Of a validator that nobody waits for, or that is no member.</summary>
    NotAMember = 13,

    /// <summary>Said of an epoch that is over, or is not yet.</summary>
    OtherEpoch = 14,

    /// <summary>The same validator has rejoined so few blocks ago.</summary>
    TooSoon = 15,

    /// <summary>It asks for what the protocol version in force does not have.</summary>
    NotInForce = 16,

    /// <summary>Its issuer was retired.</summary>
    RetiredIssuer = 17,

    /// <summary>All its changes of statuses took effect.</summary>
    StatusChanged = 18,

    /// <summary>A commitment of its changes is revoked or superseded, which is final; none took effect.</summary>
    FinalStatus = 19,

    /// <summary>A commitment that it suspends is suspended; none of its changes took effect.</summary>
    AlreadySuspended = 20,

    /// <summary>A commitment that it reinstates is not suspended; none of its changes took effect.</summary>
    NotSuspended = 21,
}

/// <summary>Kinds of outcomes.</summary>
public static class Outcomes
{
    /// <summary>Said of a status transaction that its issuer signed: it had its one chance, and is in the replay window.</summary>
    public static bool IsOfStatus(this Outcome outcome)
        => outcome is Outcome.StatusChanged or Outcome.FinalStatus or Outcome.AlreadySuspended or Outcome.NotSuspended;
}

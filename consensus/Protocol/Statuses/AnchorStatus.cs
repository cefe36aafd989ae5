namespace Ledger.Protocol.Statuses;

/// <summary>What an issuer says of what it anchored. The numbers are frozen.</summary>
/// <remarks>A commitment that its issuer never said anything of has no entry in the state, and is active.</remarks>
public enum AnchorStatus : byte
{
    None = 0,

    /// <summary>It counts, again: it was suspended before.</summary>
    Active = 1,

    /// <summary>It does not count until it is reinstated.</summary>
    Suspended = 2,

    /// <summary>It counts no longer. Final.</summary>
    Revoked = 3,

    /// <summary>Another commitment of the same issuer stands in its place. Final.</summary>
    Superseded = 4,
}

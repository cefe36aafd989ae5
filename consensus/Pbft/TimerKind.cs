namespace Ledger.Consensus;

/// <summary>The two timers of a replica; arming one again replaces it.</summary>
public enum TimerKind
{
    /// <summary>Fires when the view made no progress for its timeout (V1).</summary>
    Progress,

    /// <summary>Fires to send a Status (V7).</summary>
    Heartbeat,
}

namespace Ledger.Testnet.Ordeal;

/// <summary>What a network under load is put through.</summary>
public enum OrdealKind
{
    /// <summary>SIGKILL to the primary, and its restart, again and again.</summary>
    KillPrimary,

    /// <summary>SIGSTOP to a backup for a while, then to the primary.</summary>
    Freeze,

    /// <summary>SIGKILL to all at once, and their restart, again and again.</summary>
    Blackout,

    /// <summary>Two validators of seven are adversaries all the time.</summary>
    Adversaries,
}

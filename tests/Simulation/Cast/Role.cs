namespace Ledger.Simulation.Cast;

/// <summary>The kinds of adversary, each a file of its own.</summary>
public enum Role
{
    /// <summary>Proposes different blocks to different validators.</summary>
    EquivocatingPrimary,
}

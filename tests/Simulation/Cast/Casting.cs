namespace Ledger.Simulation.Cast;

/// <summary>Who plays what.</summary>
public static class Casting
{
    public static Adversary Of(Role role, IStage stage)
        => role switch
        {
            Role.EquivocatingPrimary => new EquivocatingPrimary(stage),
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, "nobody plays it"),
        };
}

namespace Ledger.Simulation.Checkers;

/// <summary>What kind of promise was not kept.</summary>
public enum FailureKind
{
    None = 0,

    /// <summary>A node stopped by itself: an exception or a broken invariant in its turn.</summary>
    Crash = 1,

    /// <summary>Nodes disagree, something acknowledged is lost, a proof is wrong.</summary>
    Correctness = 2,

    /// <summary>Healed and given its time, the network did not commit what was submitted.</summary>
    Liveness = 3,
}

/// <summary>Thrown by a checker; it ends the simulation.</summary>
public sealed class SimulationFailure(FailureKind kind, string message) : Exception(message)
{
    public FailureKind Kind { get; } = kind;

    /// <summary>A correctness failure unless <paramref name="good"/>.</summary>
    public static void Unless(bool good, string message)
    {
        if (!good)
        {
            throw new SimulationFailure(FailureKind.Correctness, message);
        }
    }
}

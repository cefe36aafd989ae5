using Ledger.Simulation.Checkers;
using Ledger.Simulation.World;

namespace Ledger.Simulation;

/// <summary>Runs one seed: a phase of faults under load, the healing, a bounded time to settle, the last checks.</summary>
/// <remarks>One thread, no clock, no randomness but the seed's: the same seed is the same run.</remarks>
public static class SimulationRun
{
    /// <summary>More events than this in one run is a storm, not progress.</summary>
    private const long MaximumEvents = 400_000;

    /// <summary>How often the world is asked whether it is done.</summary>
    private const ulong LookEveryMs = 100;

    /// <summary>How long a world without a quorum is watched after its healing, in longest view timeouts.</summary>
    private const ulong WatchedTimeouts = 3;

    public static SimulationResult Run(ulong seed) => Run(SimulationOptions.Of(seed));

    /// <param name="story">Sees the world before its first event and may plan more.</param>
    /// <param name="last">Sees it after everything else, at rest.</param>
    public static SimulationResult Run(
        SimulationOptions options, Action<SimulatedWorld>? story = null, Action<SimulatedWorld>? last = null)
    {
        using SimulatedWorld world = new(options);
        (FailureKind kind, string message) = (FailureKind.None, "");
        try
        {
            Play(world, story);
            last?.Invoke(world);
        }
        catch (SimulationFailure failure)
        {
            (kind, message) = (failure.Kind, failure.Message);
        }
        catch (Exception fault)
        {
            (kind, message) = (FailureKind.Crash, fault.ToString());
        }

        Array.ForEach(world.Nodes, node => node.TellCounters());
        return new SimulationResult(
            options.Seed,
            kind,
            message,
            world.Trace.Finish(),
            world.Clock.Events,
            world.Checkers.Agreement.Head,
            world.Clock.NowMs,
            world.Coverage);
    }

    private static void Play(SimulatedWorld world, Action<SimulatedWorld>? story)
    {
        foreach (SimulatedNode node in world.Nodes)
        {
            node.Start();
        }

        world.Workload.Plan();
        world.Faults.Plan();
        world.Changes.Plan();
        world.Statuses.Plan(world.Options.StatusTransactions);
        story?.Invoke(world);
        RunUntil(world, world.Options.FaultsMs);
        world.Heal();
        Settle(world);
        world.Checkers.Finish();
    }

    private static void Settle(SimulatedWorld world)
    {
        if (!world.MustProgress)
        {
            RunUntil(world, world.Clock.NowMs + (WatchedTimeouts * world.Options.Parameters.TimeoutCapMs));
            return;
        }

        ulong deadlineMs = world.Clock.NowMs + ProgressBound.OfMs(world);
        while (!ProgressChecker.IsDone(world))
        {
            if (world.Clock.NowMs >= deadlineMs)
            {
                throw new SimulationFailure(FailureKind.Liveness, ProgressChecker.Describe(world));
            }

            RunUntil(world, world.Clock.NowMs + LookEveryMs);
        }
    }

    private static void RunUntil(SimulatedWorld world, ulong untilMs)
    {
        while (world.Clock.Step(untilMs))
        {
            if (world.Clock.Events > MaximumEvents)
            {
                throw new SimulationFailure(FailureKind.Liveness, "Storm: " + ProgressChecker.Describe(world));
            }
        }
    }
}

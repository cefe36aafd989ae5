using Ledger.Engine.Batching;
using Ledger.Engine.Checkpoints;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Validators;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>How long after the healing everything must be committed everywhere: a sum of reasons, each from the options.</summary>
public static class ProgressBound
{
    /// <summary>Suspect, ViewChange, NewView, PrePrepare, Prepare, Commit; and there and back for what a replica must fetch.</summary>
    private const ulong HopsPerView = 6 + 2;

    /// <summary>Of the 64 blocks until a batch counts as starved, 16 run at each doubling of the timeout, from 8 T0 down.</summary>
    private const ulong CapsUntilStarved = BatchPool.StarvedBlocks / 4 * (8 + 4 + 2 + 1) / 8;

    /// <summary>How long a node that power or a repair took down may stay away.</summary>
    private const ulong RestartMs = 2_000;

    public static ulong OfMs(SimulatedWorld world)
        => RestartMs + CatchUpMs(world) + ViewsMs(world.Options) + ClientsMs(world.Options) + SlowPrimariesMs(world.Options)
            + ChangesMs(world) + CheckpointsMs(world.Options);

    /// <summary>Whoever is epochs behind goes through them one by one; a last change or rejoin needs W + 1 blocks more.</summary>
    private static ulong ChangesMs(SimulatedWorld world)
        => world.Options.ChangeEveryMs == 0 ? 0
            : ((world.Epochs.Last.Number.Value + 2) * 2 * (world.Options.HeartbeatMs + (2 * HopMs(world.Options))))
                + (2 * ViewsMs(world.Options)) + (ChainParameters.LargestWindow * StepsMs(world.Options) / 4);

    /// <summary>The last block is cosigned after an interval; what was lost is asked for, by a guest of one after the other.</summary>
    private static ulong CheckpointsMs(SimulationOptions options)
        => options.Cosigns
            ? CosigningDuty.IntervalMs + CosignedFetcher.PatienceMs
                + ((ulong)options.Nodes * (CosignedFetcher.RepeatMs + (2 * HopMs(options))))
            : 0;

    /// <summary>Blocks come 64 at a time, for the asking at each heartbeat.</summary>
    private static ulong CatchUpMs(SimulatedWorld world)
        => (1 + (world.Checkers.Agreement.Head / ChainSegment.MaximumBlocks))
            * (world.Options.HeartbeatMs + (2 * HopMs(world.Options)));

    /// <summary>
    /// Each of n primaries may be of no use once: an adversary, or honest and silenced by N7, after which it is free again.
    /// Then come at most f adversaries in a row before one who opens its view.
    /// </summary>
    private static ulong ViewsMs(SimulationOptions options)
        => (ulong)(options.Validators + options.MaximumFaulty + 1) * (options.Parameters.TimeoutCapMs + StepsMs(options));

    /// <summary>What was lost is told at the next heartbeat, and a batch may be asked of everybody in turn.</summary>
    private static ulong StepsMs(SimulationOptions options)
        => options.HeartbeatMs + (HopsPerView * HopMs(options))
            + ((ulong)options.Validators * options.Engine.FetchRetryMs) + (4 * options.Engine.ResendMs);

    /// <summary>The longest way on the slower lane, a megabyte on the wire, and the wait for a turn at its end.</summary>
    private static ulong HopMs(SimulationOptions options)
        => (options.Delays.LongestMs * 3 / 2) + (options.BytesPerMs == 0 ? 0 : 1_000_000 / options.BytesPerMs)
            + options.TurnDelayMs;

    /// <summary>A client tries one validator after the other: f may lie, and pools may be full of those before it.</summary>
    private static ulong ClientsMs(SimulationOptions options)
        => options.ClientTimeoutMs
            * (ulong)(options.MaximumFaulty + 2 + (options.Transactions / options.Engine.PoolTransactions));

    /// <summary>An adversary may propose just before the others' patience ends and leave a batch out until it counts as starved.</summary>
    private static ulong SlowPrimariesMs(SimulationOptions options)
        => (ulong)options.Cast.Count * CapsUntilStarved * options.Parameters.TimeoutCapMs;
}

using System.Globalization;
using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Engine.Checkpoints;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Simulation;
using Ledger.Simulation.Cast;
using Ledger.Simulation.Checkers;
using Ledger.Simulation.World;

namespace Ledger.Tests.Simulation;

/// <summary>Checkpoints in whole worlds: they are published, whoever lies and whatever is lost, and their checker sees (C1).</summary>
public sealed class CosigningFacts
{
    /// <summary>The last seed of seeds.txt that failed before anybody cosigned.</summary>
    private const ulong LastBefore = 800_016_840;

    [Fact]
    public void C1_seeds_that_failed_before_anybody_cosigned_are_the_worlds_they_were()
    {
        ulong[] seeds =
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "seeds.txt")).Where(line => line.Length > 0 && line[0] != '#')
                .Select(line => ulong.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture)),
        ];
        int before = Array.IndexOf(seeds, LastBefore) + 1;

        Assert.InRange(before, 20, seeds.Length);
        Assert.All(seeds[..before], seed => Assert.False(SimulationOptions.Of(seed).Cosigns));
        Assert.InRange(Enumerable.Range(0, 1_000).Count(seed => SimulationOptions.Of((ulong)seed).Cosigns), 200, 400);
    }

    [Fact]
    public void C1_who_cosigns_falsely_is_seen_alone_and_holds_nobody_up()
    {
        const int Liar = 2;
        for (ulong seed = 600; seed < 603; seed++)
        {
            CheckpointChecker? seen = null;
            Run(Cosigning(seed) with { Cast = new Dictionary<int, Role> { [Liar] = Role.FalseCosigner } }, last: world =>
                seen = world.Checkers.Checkpoints);

            Assert.Equal([new ValidatorIndex(Liar)], seen!.Contradictions.Keys);
            Assert.InRange(seen.Sizes, 1, 100);
        }
    }

    [Fact]
    public void C1_who_is_no_validator_publishes_too()
    {
        const int Follower = 4;
        Run(Cosigning(610) with { Spares = 1 }, last: world =>
        {
            LedgerEngine engine = world.Nodes[Follower].Engine!;
            Assert.False(engine.IsMember);
            Assert.Equal(engine.State.Log.Size, engine.Published!.Size);
        });
    }

    /// <summary>Two that hear each other after seconds answered each other's repeats for ever (seed 20260037).</summary>
    [Fact]
    public void C1_however_far_they_are_from_each_other_they_fall_silent()
    {
        SimulationOptions far = Cosigning(620) with { Layout = [1, 1], Delays = RegionDelays.Of(new(0, 3), new(2_500, 3_000)) };
        far = far with { Parameters = far.Parameters with { BaseTimeoutMs = 20_000, TimeoutCapMs = 160_000 }, ClientTimeoutMs = 30_000 };
        Run(far, last: world =>
        {
            RunFor(world, 10_000); // what is on its way, and the answers to it
            long before = Said(world);
            RunFor(world, 60_000);
            Assert.Equal(before, Said(world));
            Assert.InRange(before, 2, 200);
        });
    }

    [Fact]
    public void C1_another_tree_a_smaller_size_than_before_and_evidence_against_the_honest_are_noticed()
    {
        Run(Cosigning(630), last: world =>
        {
            CheckpointChecker checker = new(world.Checkers.Agreement, 4);
            SimulatedNode node = world.Nodes[0];
            BlockHeader first = node.Receipts!.Chain.Read(new Height(1)).Block.Header;
            PublishedCheckpoint newest = node.Engine!.Published!;

            checker.Published(node, newest);
            checker.Sent(node, new(0), Cosigned.Sign(new(0), first, world.CosignersOf(0)));
            Assert.Contains("not those of height", Fails(() => checker.Sent(
                node, new(0), Cosigned.Sign(new(0), first with { LogRoot = Sha256.Hash("other"u8), LogSize = 99 }, world.CosignersOf(0)))));
            Assert.Contains($"published {first.LogSize} leaves after", Fails(() => checker.Published(node, Of(world, first, 0, 1, 2))));
            Assert.Contains("is honest", Fails(() => checker.Accused(0, new(1), isHonest: true)));
        });
    }

    private static PublishedCheckpoint Of(SimulatedWorld world, BlockHeader header, params int[] signers)
        => PublishedCheckpoint.Of(
            world.Genesis.Configuration,
            [.. signers.Select(s => Cosigned.Sign(new((byte)s), header, world.CosignersOf(s)))])!;

    private static SimulationOptions Cosigning(ulong seed) => CheckerFacts.Quiet(seed) with { Cosigns = true };

    private static void Run(SimulationOptions options, Action<SimulatedWorld> last)
    {
        SimulationResult result = SimulationRun.Run(options, last: last);
        Assert.True(result.IsClean, $"seed {options.Seed}: {result.Message}");
    }

    private static void RunFor(SimulatedWorld world, ulong ms)
    {
        ulong until = world.Clock.NowMs + ms;
        while (world.Clock.Step(until))
        {
        }
    }

    private static long Said(SimulatedWorld world)
        => world.Network.SentOf(MessageKind.Cosigned) + world.Network.SentOf(MessageKind.FetchCosigned);

    private static string Fails(Action action) => Assert.Throws<SimulationFailure>(action).Message;
}

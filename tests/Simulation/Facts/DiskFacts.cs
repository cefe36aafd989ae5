using Ledger.Simulation;
using Ledger.Simulation.World;
using Ledger.Storage;

namespace Ledger.Tests.Simulation;

/// <summary>Bad disks end in a repair or in a refusal by name, never in a wrong vote: the checkers watch every one.</summary>
public sealed class DiskFacts
{
    private const ulong FaultAtMs = 1_500;

    [Fact]
    public void A_bad_sector_of_one_copy_of_the_journal_is_repaired_from_the_other()
    {
        for (ulong seed = 330; seed < 340; seed++)
        {
            SimulatedNode spoilt = Run(seed, node => node.SpoilJournal());
            Assert.Null(spoilt.Refusal);
        }
    }

    [Fact]
    public void A_bad_sector_of_the_logs_is_refused_by_name_or_cut_and_what_is_lost_comes_from_the_peers()
    {
        List<StorageFault?> refusals = [];
        for (ulong seed = 340; seed < 360; seed++)
        {
            refusals.Add(Run(seed, node => node.SpoilLogs()).Refusal);
        }

        Assert.Contains(StorageFault.CorruptRecord, refusals);
    }

    [Fact]
    public void D2_a_validator_that_lost_both_copies_of_a_promise_rejoins_through_another_epoch_and_votes_again()
    {
        SimulatedNode lost = Run(361, node => node.LoseJournal());

        Assert.Equal(StorageFault.JournalDamaged, lost.Refusal);
        Assert.True(lost.IsUp && !lost.IsSilenced);
        Assert.Equal(1U, lost.Engine!.Epoch.Number.Value);
    }

    [Fact]
    public void D2_a_validator_that_lost_everything_fetches_the_chain_and_rejoins()
    {
        SimulatedNode lost = Run(362, node => node.LoseEverything());

        Assert.True(lost.IsUp && !lost.IsSilenced && !lost.Engine!.Replica.Follows);
        Assert.Equal(1U, lost.Engine!.Epoch.Number.Value);
    }

    [Fact]
    public void D2_a_journal_of_before_the_rejoin_is_seen_for_what_it_is_and_votes_for_nothing_until_the_right_one_is_back()
    {
        SimulatedNode? spoilt = null;
        SimulationResult result = SimulationRun.Run(CheckerFacts.Quiet(363), world =>
        {
            spoilt = world.Nodes[3];
            world.Clock.At(FaultAtMs, spoilt.DeleteJournal);
            world.Clock.At(FaultAtMs + 100, spoilt.Start);
            world.Clock.At(FaultAtMs + 5_000, () => PutBack(spoilt));
            world.Clock.At(FaultAtMs + 7_000, () => Assert.True(spoilt.Engine is { IsOutdated: true, Replica.Follows: true }));
        });

        Assert.True(result.IsClean, result.Message);
        Assert.False(spoilt!.HasOldJournal || spoilt.Engine!.IsOutdated || spoilt.Engine.Replica.Follows);
    }

    [Fact]
    public void D3_when_too_many_lost_their_journals_an_order_lets_them_vote_again_and_the_next_epoch_makes_them_members_as_before()
    {
        for (ulong seed = 370; seed < 376; seed++)
        {
            SimulationOptions quiet = CheckerFacts.Quiet(seed);
            SimulatedWorld? seen = null;
            SimulationResult result = SimulationRun.Run(
                quiet with { Parameters = quiet.Parameters with { ProtocolVersion = 2 } },
                world =>
                {
                    seen = world;
                    world.Clock.At(FaultAtMs, world.Journals.LoseMany);
                });

            Assert.True(result.IsClean, $"seed {seed}: {result.Message}");
            Assert.All(seen!.Nodes, n => Assert.True(
                n.Engine is { MustRejoin: false, Replica.Follows: false, Epoch.Number.Value: 1 }, $"seed {seed}, node {n.Index}"));
        }
    }

    private static void PutBack(SimulatedNode node)
    {
        Assert.True(node.HasRejoinedSince);
        node.PutOldJournalBack();
        node.Start();
    }

    [Fact]
    public void The_flushes_of_a_slow_disk_delay_what_follows_them()
    {
        SimulationOptions options = CheckerFacts.Quiet(362);
        ulong quick = FirstCommitMs(options, flushMs: 0);
        ulong slow = FirstCommitMs(options, flushMs: 100);

        Assert.True(slow >= quick + 200, $"first commit at {quick} ms, with flushes of 100 ms at {slow} ms");
    }

    private static SimulatedNode Run(ulong seed, Action<SimulatedNode> spoil)
    {
        SimulatedNode? spoilt = null;
        SimulationResult result = SimulationRun.Run(CheckerFacts.Quiet(seed), world =>
        {
            spoilt = world.Nodes[seed % 4];
            world.Clock.At(FaultAtMs, () => spoil(spoilt));
            world.Clock.At(FaultAtMs + 100, spoilt.Start);
        });
        Assert.True(result.IsClean, $"seed {seed}: {result.Message}");
        return spoilt!;
    }

    private static ulong FirstCommitMs(SimulationOptions options, ulong flushMs)
    {
        ulong first = 0;
        SimulationRun.Run(options, world =>
        {
            Array.ForEach(world.Nodes, node => node.FlushMs = flushMs);
            for (ulong atMs = 0; atMs < options.FaultsMs; atMs++)
            {
                world.Clock.At(atMs, () => first = first == 0 && world.Checkers.Agreement.Head > 0 ? world.Clock.NowMs : first);
            }
        });
        return first;
    }
}

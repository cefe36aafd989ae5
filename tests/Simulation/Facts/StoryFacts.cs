using Ledger.Engine.Receipts;
using Ledger.Protocol.Receipts;
using Ledger.Simulation;
using Ledger.Simulation.World;

namespace Ledger.Tests.Simulation;

/// <summary>Stories: a world without chance but one thing that goes wrong.</summary>
public sealed class StoryFacts
{
    [Fact]
    public void The_primary_is_killed_under_load_and_commits_go_on()
    {
        SimulationOptions options = CheckerFacts.Quiet(81) with { FaultsMs = 10_000, Transactions = 60 };
        ulong before = 0;
        ulong after = 0;
        SimulationResult result = SimulationRun.Run(options, world =>
        {
            world.Clock.At(3_000, () =>
            {
                before = world.Checkers.Agreement.Head;
                world.Nodes[world.Nodes[0].Engine!.Replica.Primary.Value].CutPower(midTurn: false);
            });
            world.Clock.At(options.FaultsMs - 1, () => after = world.Checkers.Agreement.Head);
        });
        Assert.True(result.IsClean, result.Message);
        Assert.True(before > 0 && after > before + 5, $"height {before} at the crash, {after} seven seconds later");
    }

    [Fact]
    public void All_four_lose_power_in_mid_turn_and_nothing_acknowledged_is_lost()
    {
        int acknowledged = 0;
        for (ulong seed = 90; seed < 110; seed++)
        {
            SimulationOptions options = CheckerFacts.Quiet(seed) with { Transactions = 40 };
            SimulationResult result = SimulationRun.Run(options, world => world.Clock.At(1_500, () =>
            {
                acknowledged += world.Workload.All.Count(c => c.Acknowledged is not null);
                Array.ForEach(world.Nodes, n => n.CutPower(midTurn: true));
            }));
            Assert.True(result.IsClean, $"seed {seed}: {result.Message}");
        }

        Assert.True(acknowledged > 100, $"{acknowledged} acknowledged before the crashes");
    }

    [Theory]
    [InlineData(0, -3_600_000)] // a backup that can vote for nothing, and follows
    [InlineData(1, -3_600_000)] // the first primary
    [InlineData(0, 3_600_000)]
    [InlineData(1, 3_600_000)]
    public void With_one_clock_an_hour_off_every_node_commits_everything(int node, long skewMs)
    {
        SimulationOptions options = CheckerFacts.Quiet(83) with { Transactions = 30 };

        SimulationResult result = SimulationRun.Run(options, world => world.Nodes[node].SkewMs = skewMs);

        Assert.True(result.IsClean, result.Message);
    }

    [Fact]
    public void Where_no_vote_is_lost_every_receipt_is_the_same_bytes_on_every_node()
    {
        int compared = 0;
        for (ulong seed = 120; seed < 126; seed++)
        {
            SimulationOptions options = CheckerFacts.Quiet(seed) with { Transactions = 30 };
            SimulationResult result = SimulationRun.Run(options, last: world => compared += CompareReceipts(world));
            Assert.True(result.IsClean, $"seed {seed}: {result.Message}");
        }

        Assert.True(compared > 100, $"{compared} receipts compared");
    }

    [Fact]
    public void A_settled_receipt_is_the_same_bytes_after_a_power_cut_of_its_node()
    {
        byte[][] before = [];
        SimulationOptions options = CheckerFacts.Quiet(131) with { Transactions = 30 };
        SimulationResult result = SimulationRun.Run(
            options,
            world => world.Clock.At(2_000, () =>
            {
                SimulatedNode node = world.Nodes[1];
                node.Engine!.Checkpoint();
                before = [.. ReceiptsOf(node, world)];
                node.CutPower(midTurn: false);
            }),
            world => Assert.Equal(before, ReceiptsOf(world.Nodes[1], world).Take(before.Length)));
        Assert.True(result.IsClean, result.Message);
        Assert.NotEmpty(before);
    }

    private static int CompareReceipts(SimulatedWorld world)
    {
        byte[][] first = [.. ReceiptsOf(world.Nodes[0], world)];
        Assert.All(world.Nodes, node => Assert.Equal(first, ReceiptsOf(node, world)));
        return first.Length;
    }

    /// <summary>The encoded receipt of the first leaf of each anchored transaction that the node has, in the chain's order.</summary>
    private static IEnumerable<byte[]> ReceiptsOf(SimulatedNode node, SimulatedWorld world)
        => world.Workload.All
            .Select(client => node.Receipts!.Locate(client.Transaction.Id))
            .OfType<TransactionLocator>()
            .Where(locator => locator.Height <= node.Engine!.Settled)
            .OrderBy(locator => locator.FirstLeaf)
            .Select(locator => node.Receipts!.Make(locator, 0))
            .OfType<Receipt>()
            .Select(receipt => receipt.Encode());
}

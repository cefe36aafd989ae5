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
}

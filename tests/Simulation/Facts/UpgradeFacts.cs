using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Simulation;
using Ledger.Simulation.World;

namespace Ledger.Tests.Simulation;

/// <summary>Old and new programs in one network, and the height at which they part (PROTOCOL.md P1).</summary>
public sealed class UpgradeFacts
{
    private static readonly ProtocolVersions Old = new(1, 1);

    [Fact]
    public void P1_one_by_one_becomes_new_and_all_switch_at_one_height()
    {
        Height[] starts = [];
        SimulationResult result = SimulationRun.Run(CheckerFacts.Quiet(330) with { Programs = Old }, world =>
        {
            Decide(world, atMs: 300);
            foreach (SimulatedNode node in world.Nodes)
            {
                Renew(world, node, 1_000 + (1_000 * (ulong)node.Index));
            }
        }, last: world => starts = [.. world.Nodes.Select(n => n.Engine!.Epoch.Start)]);

        Assert.True(result.IsClean, result.Message);
        Assert.Equal(4, starts.Length);
        Assert.Single(starts.Distinct());
        Assert.True(starts[0].Value > 1);
    }

    [Fact]
    public void P1_who_is_left_behind_stops_there_and_comes_back_with_a_newer_program()
    {
        Height? stopped = null;
        Height? start = null;
        SimulationResult result = SimulationRun.Run(CheckerFacts.Quiet(331) with { Programs = Old }, world =>
        {
            Decide(world, atMs: 300);
            foreach (SimulatedNode node in world.Nodes.Take(3))
            {
                Renew(world, node, 1_000);
            }

            world.Clock.At(7_000, () => (stopped, start) = (world.Nodes[3].Outdated, world.Nodes[0].Engine!.Epoch.Start));
            Renew(world, world.Nodes[3], 7_500);
        });

        Assert.True(result.IsClean, result.Message);
        Assert.NotNull(stopped);
        Assert.Equal(start, stopped);
    }

    private static void Decide(SimulatedWorld world, ulong atMs)
        => world.Clock.At(atMs, () => world.Changes.Decide(
            new GovernanceAction.SetParameters(world.Genesis.Parameters with { ProtocolVersion = 2 })));

    private static void Renew(SimulatedWorld world, SimulatedNode node, ulong atMs)
        => world.Clock.At(atMs, () =>
        {
            node.Versions = new ProtocolVersions(1, 2);
            if (node.IsUp)
            {
                node.Kill();
            }

            node.Start();
        });
}

using Ledger.Engine;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;
using Ledger.Simulation;
using Ledger.Simulation.World;

namespace Ledger.Tests.Simulation;

/// <summary>Worlds in which an issuer changes statuses, while all that befalls a network befalls it.</summary>
public sealed class StatusFacts
{
    [Fact]
    public void A1_in_every_world_the_statuses_are_the_fold_of_the_transactions_of_the_chain()
    {
        HashSet<Outcome> seen = [];
        for (ulong seed = 70_000_000; seed < 70_000_004; seed++)
        {
            SimulationOptions options = SimulationOptions.Of(seed);
            options = options with { Parameters = options.Parameters with { ProtocolVersion = ProtocolVersions.Statuses } };

            // The roots of the last header are checked over the whole chain at the end, those of the state among them.
            SimulationResult result = SimulationRun.Run(
                options,
                world => new StatusPlan(world, new SeededRandom(seed)).Plan(100),
                world => seen.UnionWith(OutcomesOf(world)));

            Assert.True(result.IsClean, $"seed {seed}: {result.Message}");
        }

        Assert.Superset(
            new HashSet<Outcome>([Outcome.StatusChanged, Outcome.FinalStatus, Outcome.AlreadySuspended, Outcome.NotSuspended]), seen);
    }

    private static IEnumerable<Outcome> OutcomesOf(SimulatedWorld world)
    {
        Chain chain = world.Nodes.First(n => n.IsUp).Receipts!.Chain;
        for (Height at = new(1); at <= chain.Head; at = at.Next)
        {
            foreach (OutcomeRecord outcome in chain.Read(at).Outcomes)
            {
                yield return outcome.Outcome;
            }
        }
    }
}

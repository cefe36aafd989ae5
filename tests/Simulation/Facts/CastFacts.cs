using Ledger.Simulation;
using Ledger.Simulation.Cast;
using Ledger.Simulation.World;

namespace Ledger.Tests.Simulation;

/// <summary>Each adversary alone among honest validators: nothing breaks, and everything is committed.</summary>
public sealed class CastFacts
{
    [Theory]
    [InlineData(Role.EquivocatingPrimary)]
    public void One_adversary_of_four_harms_nobody(Role role)
    {
        for (ulong seed = 200; seed < 204; seed++)
        {
            SimulationOptions options = CheckerFacts.Quiet(seed) with
            {
                Cast = new Dictionary<int, Role> { [(int)(seed % 4)] = role },
            };
            SimulationResult result = SimulationRun.Run(options);
            Assert.True(result.IsClean, $"seed {seed}: {result.Message}");
        }
    }
}

using Ledger.Engine.Recorder;
using Ledger.Protocol.Encoding;
using Ledger.Simulation;
using Ledger.Simulation.World;

namespace Ledger.Tests.Simulation;

/// <summary>What the replicas of whole networks did under faults is done again from their tapes, without their keys.</summary>
public sealed class RecorderFacts
{
    private const ulong FirstSeed = 40_260_000;

    [Fact]
    public void Every_node_of_forty_seeds_replays_to_the_same_effects()
    {
        int steps = 0;
        for (ulong seed = FirstSeed; seed < FirstSeed + 40; seed++)
        {
            SimulationOptions options = SimulationOptions.Of(seed);
            options = options with { Engine = options.Engine with { RecorderSteps = 20 + (int)(37 * (seed % 8)) } };
            SimulationResult result = SimulationRun.Run(options, last: world => steps += world.Nodes.Sum(n => ReplayOf(world, n)));
            Assert.True(result.IsClean, $"seed {seed}: {result.Message}");
        }

        Assert.True(steps > 10_000, $"only {steps} steps were replayed");
    }

    private static int ReplayOf(SimulatedWorld world, SimulatedNode node)
    {
        byte[] bytes = node.Engine!.Recording().Encode();
        Assert.Equal(DecodeFault.None, Tape.TryDecode(bytes, out Tape? tape));
        ReplayReport? report = Replay.Run(tape!, world.Genesis);
        Assert.True(report is { IsSame: true }, $"node {node.Index} differs after {report?.Same} steps: {report?.Difference}");
        return report!.Steps;
    }
}

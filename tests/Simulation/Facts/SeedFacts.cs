using System.Globalization;
using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Simulation;
using Ledger.Simulation.World;

namespace Ledger.Tests.Simulation;

/// <summary>Seeds that must be clean in every build, and that a seed is one world.</summary>
public sealed class SeedFacts
{
    private const ulong FirstSeed = 20_260_000;

    private const int Seeds = 300;

    /// <summary>Too seldom for so few seeds; some thousands show them, and DiscardReasonTests has a story of each reason.</summary>
    /// <remarks>
    /// Blocks nobody asked for come from a peer that answers twice; a check whose block is gone loses a race of one turn.
    /// </remarks>
    private static readonly DiscardReason[] Seldom = [DiscardReason.Unrequested, DiscardReason.UnknownBlock];

    [Fact]
    public void Three_hundred_seeds_are_clean_and_suffer_every_fault_and_refuse_for_every_reason()
    {
        List<string> failures = [];
        Coverage coverage = new();
        new SimulationCampaign(FirstSeed, Seeds, Environment.ProcessorCount).Run(result =>
        {
            coverage.Add(result.Coverage);
            Note(result, failures);
        });
        Assert.Empty(failures);
        Assert.All(Enum.GetValues<FaultKind>(), fault => Assert.True(coverage[fault] > 0, $"no {fault}"));
        Assert.All(Enum.GetValues<DiscardReason>().Except(Seldom), reason => Assert.True(coverage[reason] > 0, $"no {reason}"));
    }

    [Fact]
    public void Every_seed_that_ever_failed_is_clean()
    {
        List<string> failures = [];
        foreach (ulong seed in FailedOnce())
        {
            Note(SimulationRun.Run(seed), failures);
        }

        Assert.Empty(failures);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public void The_same_seed_twice_is_the_same_trace(ulong seed)
    {
        SimulationResult first = SimulationRun.Run(seed);
        SimulationResult again = SimulationRun.Run(seed);
        Assert.Equal(first, again with { Coverage = first.Coverage });
        Assert.Equal($"{first.Coverage}", $"{again.Coverage}");
        Assert.NotEqual(first.Trace, SimulationRun.Run(seed + 1).Trace);
    }

    [Fact]
    public void The_trace_of_a_campaign_does_not_depend_on_its_parallelism()
    {
        Digest one = new SimulationCampaign(FirstSeed, 8, 1).Run(_ => { });
        Assert.Equal(one, new SimulationCampaign(FirstSeed, 8, 4).Run(_ => { }));
    }

    private static void Note(SimulationResult result, List<string> failures)
    {
        if (!result.IsClean)
        {
            failures.Add($"seed {result.Seed}: {result.Kind}: {result.Message}");
        }
    }

    private static IEnumerable<ulong> FailedOnce()
        => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "seeds.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => ulong.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture));
}

using Ledger.Protocol;
using Ledger.Simulation;
using Ledger.Simulation.Checkers;
using Ledger.Simulation.Telling;

namespace Ledger.Mutants;

/// <summary>Runs seeds with a fault in force until a checker notices: a simulator that sees nothing proves nothing.</summary>
public sealed class MutantCampaign(ulong firstSeed, long limit, int parallel)
{
    /// <summary>The names of all faults, in the order of mutants.txt.</summary>
    public static IReadOnlyList<string> Names { get; } = Enum.GetNames<Mutant>();

    /// <summary>The worlds of one seed with a fault in force, or with none for null.</summary>
    public static SimulationResult Run(string? mutant, ulong seed)
        => Mutation.With(mutant is null ? null : Enum.Parse<Mutant>(mutant), () => SimulationRun.Run(seed));

    /// <summary>What a story's demands, checkers or invariants say with a fault in force; null when it is told to its end.</summary>
    public static string? Tell(string? mutant, string name, string text)
        => Mutation.With(mutant is null ? null : Enum.Parse<Mutant>(mutant), () => Tell(StoryReader.Read(name, text)));

    /// <summary>The first of the seeds, in their order, in which the fault is noticed: clean without it, and not with it.</summary>
    public Sighting Seek(string mutant)
    {
        SimulationResult?[] noticed = new SimulationResult?[limit];
        ParallelOptions options = new() { MaxDegreeOfParallelism = parallel };
        ParallelLoopResult loop = Parallel.For(0, limit, options, (i, state) =>
        {
            if (!state.ShouldExitCurrentIteration && Notice(mutant, firstSeed + (ulong)i) is { } result)
            {
                noticed[i] = result;
                state.Break();
            }
        });
        long first = loop.LowestBreakIteration ?? limit;
        SimulationResult? caught = first < limit ? noticed[first] : null;
        return new Sighting(mutant, caught?.Seed, first + 1, caught?.Kind ?? FailureKind.None, caught?.Message ?? "");
    }

    private static SimulationResult? Notice(string mutant, ulong seed)
        => Run(mutant, seed) is { IsClean: false } result && Run(null, seed).IsClean ? result : null;

    private static string? Tell(Story story)
    {
        try
        {
            StoryRun.Play(story);
            return null;
        }
        catch (Exception fault) when (fault is StoryFault or SimulationFailure or InvariantBroken)
        {
            return fault.Message;
        }
    }
}

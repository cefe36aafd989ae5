using System.Diagnostics;
using System.Globalization;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Fuzz;

/// <summary>The seeds of <c>seeds.txt</c>, so that a build repeats, and fresh ones, so that builds together look further.</summary>
/// <remarks>
/// LEDGER_FUZZ_SEED=n tries that seed alone; LEDGER_FUZZ_SECONDS=n tries fresh seeds for so long in each property.
/// </remarks>
internal static class Seeds
{
    private static readonly ILookup<string, ulong> Recorded = File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "seeds.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .SelectMany(Parse)
        .ToLookup(line => line.Property, line => line.Seed);

    /// <summary>How many seeds a property has on record.</summary>
    public static int CountOf(string property) => Recorded[property].Count();

    /// <summary>Runs an attempt under each seed; what fails names the seed and the command that make it fail again.</summary>
    public static void Try(string property, Action<TinyRandom> attempt)
    {
        if (Number("LEDGER_FUZZ_SEED") is { } only)
        {
            Attempt(property, attempt, only);
            return;
        }

        foreach (ulong seed in Recorded[property])
        {
            Attempt(property, attempt, seed);
        }

        long started = Stopwatch.GetTimestamp();
        double seconds = Number("LEDGER_FUZZ_SECONDS") ?? 0;
        do
        {
            Attempt(property, attempt, (ulong)Random.Shared.NextInt64());
        }
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds);
    }

    private static void Attempt(string property, Action<TinyRandom> attempt, ulong seed)
    {
        try
        {
            attempt(new TinyRandom(seed));
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException(
                $"{property}: {failure.Message}\nAgain: LEDGER_FUZZ_SEED={seed} tests/run --only Fuzz\n"
                + $"When mended, keep it: add '{property} {seed}' to tests/Fuzz/seeds.txt", failure);
        }
    }

    private static ulong? Number(string variable)
        => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? ulong.Parse(text, CultureInfo.InvariantCulture)
            : null;

    /// <summary>A line is a property and a seed, or a first and a last seed with a dash between.</summary>
    private static IEnumerable<(string Property, ulong Seed)> Parse(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ulong[] ends = [.. words[1].Split('-').Select(w => ulong.Parse(w, CultureInfo.InvariantCulture))];
        for (ulong seed = ends[0]; seed <= ends[^1]; seed++)
        {
            yield return (words[0], seed);
        }
    }
}

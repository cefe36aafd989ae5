extern alias mutants;

using System.Diagnostics;
using mutants::Ledger.Mutants;

namespace Ledger.Testnet.Commands;

/// <summary><c>simulate --mutants</c>: each deliberate fault of the protocol must be noticed by some seed.</summary>
internal static class MutantSearch
{
    /// <summary>Every fault must be noticed within this many seeds.</summary>
    public const long Limit = 5_000;

    private const int Missed = 4;

    /// <returns>The exit code: 0 when each was noticed.</returns>
    public static int Run(ulong firstSeed, long limit, int parallel, string? only)
    {
        string[] names = [.. MutantCampaign.Names.Where(n => only is null || n == only)];
        if (names.Length == 0)
        {
            Console.Error.WriteLine($"no mutant is named {only}; there are {string.Join(", ", MutantCampaign.Names)}");
            return Missed;
        }

        MutantCampaign campaign = new(firstSeed, limit, parallel);
        Stopwatch watch = Stopwatch.StartNew();
        int caught = names.Count(name => Tell(campaign.Seek(name), limit));
        Console.WriteLine($"{caught} of {names.Length} mutants caught in {watch.Elapsed.TotalSeconds:f1} s");
        return caught == names.Length ? 0 : Missed;
    }

    private static bool Tell(Sighting sighting, long limit)
    {
        Console.WriteLine(sighting.Seed is { } seed
            ? $"caught {sighting.Mutant} seed {seed} after {sighting.Seeds} seeds: {FirstLine(sighting)}"
            : $"missed {sighting.Mutant} in {limit} seeds");
        return sighting.Seed is not null;
    }

    private static string FirstLine(Sighting sighting)
    {
        string line = sighting.Message.Split('\n')[0];
        return line.Length > 100 ? line[..100] : line;
    }
}

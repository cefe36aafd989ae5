using System.Globalization;

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>The sizes of logs that are asked for: numbers of leaves, ascending, between commas.</summary>
public static class LeafCounts
{
    /// <summary>Most sizes of one run: each builds a log of its own.</summary>
    public const int MostSizes = 6;

    /// <summary>Smallest log: of fewer leaves no proof says anything of growth.</summary>
    public const ulong Fewest = 16;

    /// <summary>Largest log: 2.8 GB of leaf records, and as much again of batches.</summary>
    public const ulong Most = 50_000_000;

    /// <summary>What may be asked for, in words.</summary>
    public static string Bounds { get; } = string.Create(
        CultureInfo.InvariantCulture, $"1 to {MostSizes} sizes, ascending, each {Fewest} to {Most:n0} without separators");

    /// <summary>The sizes; none after a fault.</summary>
    public static LeafCountsFault Judge(string text, out ulong[] counts)
    {
        counts = [];
        string[] words = text.Split(',');
        if (words.Length > MostSizes)
        {
            return LeafCountsFault.TooManySizes;
        }

        List<ulong> read = [];
        foreach (string word in words)
        {
            if (!ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out ulong count))
            {
                return LeafCountsFault.NotANumber;
            }

            LeafCountsFault fault = count < Fewest ? LeafCountsFault.TooFewLeaves
                : count > Most ? LeafCountsFault.TooManyLeaves
                : read.Count > 0 && count <= read[^1] ? LeafCountsFault.NotAscending
                : LeafCountsFault.None;
            if (fault != LeafCountsFault.None)
            {
                return fault;
            }

            read.Add(count);
        }

        counts = [.. read];
        return LeafCountsFault.None;
    }
}

/// <summary>Why sizes are refused.</summary>
public enum LeafCountsFault
{
    None = 0,

    /// <summary>Something between two commas is no decimal number; also nothing at all.</summary>
    NotANumber,

    /// <summary>Below <see cref="LeafCounts.Fewest"/>.</summary>
    TooFewLeaves,

    /// <summary>Above <see cref="LeafCounts.Most"/>.</summary>
    TooManyLeaves,

    /// <summary>One is not larger than the one before: growth is told from the first to the last.</summary>
    NotAscending,

    /// <summary>More than <see cref="LeafCounts.MostSizes"/>.</summary>
    TooManySizes,
}

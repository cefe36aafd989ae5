namespace Ledger.Testnet.Measure.Proofs;

/// <summary>What building a log took: executing, hashing both trees, writing blocks, leaves and tiles, and the last flush.</summary>
/// <param name="Seconds">The median build.</param>
/// <param name="Builds">How many there were: a long one is not repeated.</param>
/// <param name="AnchorBytes">Disk of the anchor store: leaf records, and tile roots of both trees.</param>
public sealed record BuildFigures(
    double Seconds,
    double LeastSeconds,
    double MostSeconds,
    int Builds,
    double LeavesPerSecond,
    long AnchorBytes,
    double AnchorBytesPerLeaf)
{
    internal static BuildFigures Of(IReadOnlyList<TimeSpan> builds, ulong leaves, long anchorBytes)
    {
        double median = Spread.Median(builds.Select(b => b.TotalSeconds));
        return new BuildFigures(
            Math.Round(median, 4),
            Math.Round(builds.Min(b => b.TotalSeconds), 4),
            Math.Round(builds.Max(b => b.TotalSeconds), 4),
            builds.Count,
            Math.Round(leaves / median),
            anchorBytes,
            Math.Round(anchorBytes / (double)leaves, 2));
    }
}

using Ledger.Testnet.Measure;

namespace Ledger.Testnet.Soak;

/// <summary>One node over a whole run: whether its memory and its handles stay where they were.</summary>
/// <param name="EarlyMib">Resident at minute 2, or at a quarter of a shorter run.</param>
/// <param name="SlopeMibPerMinute">Least squares over all samples from there on.</param>
/// <param name="LateSlopeMibPerMinute">The same over the second half: caches have filled by then.</param>
public sealed record NodeFigures(
    string Node,
    double EarlyMib,
    double MiddleMib,
    double EndMib,
    double PeakMib,
    double SlopeMibPerMinute,
    double LateSlopeMibPerMinute,
    double EndAnonymousMib,
    int EarlyDescriptors,
    int EndDescriptors,
    int PeakDescriptors,
    int PeakThreads,
    ulong PeakPoolBytes,
    ulong PeakIndexBehind,
    ulong Blocks)
{
    private const double EarlyMinute = 2;

    public static NodeFigures Of(IReadOnlyList<NodeSample> samples)
    {
        double end = samples[^1].Minute;
        double start = Math.Min(EarlyMinute, end / 4);
        NodeSample early = samples.First(s => s.Minute >= start);
        return new NodeFigures(
            early.Node,
            early.ResidentMib,
            samples.First(s => s.Minute >= end / 2).ResidentMib,
            samples[^1].ResidentMib,
            samples.Max(s => s.ResidentMib),
            SlopeFrom(samples, start),
            SlopeFrom(samples, end / 2),
            samples[^1].AnonymousMib,
            early.Descriptors,
            samples[^1].Descriptors,
            samples.Max(s => s.Descriptors),
            samples.Max(s => s.Threads),
            samples.Max(s => s.PoolBytes),
            samples.Max(s => s.IndexBehind),
            samples[^1].Height - samples[0].Height);
    }

    private static double SlopeFrom(IEnumerable<NodeSample> samples, double minute) => Math.Round(
        Spread.Slope([.. samples.Where(s => s.Minute >= minute).Select(s => (s.Minute, s.ResidentMib))]), 3);
}

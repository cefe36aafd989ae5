using Ledger.Testnet.Measure;

namespace Ledger.Testnet.Load.Mixed;

/// <summary>The calls that were due in one window, of one kind or all.</summary>
/// <param name="Failures">Calls without an answer, by reason; no latency is made up for them.</param>
public sealed record MixedFigures(
    int Calls, CommitLatency LatencyMs, IReadOnlyDictionary<string, int> Failures)
{
    public static MixedFigures Of(IReadOnlyCollection<MixedSample> samples)
    {
        Latencies latencies = new(samples.Where(s => s.Failure.Length == 0).Select(s => s.Milliseconds));
        return new MixedFigures(
            samples.Count,
            CommitLatency.Of(latencies),
            samples.Where(s => s.Failure.Length > 0).CountBy(s => s.Failure).ToDictionary());
    }

    /// <summary>One set of figures for each kind.</summary>
    public static IReadOnlyDictionary<string, MixedFigures> ByKind(IEnumerable<MixedSample> samples)
        => samples.GroupBy(s => s.Kind).OrderBy(g => g.Key).ToDictionary(g => $"{g.Key}", g => Of([.. g]));
}

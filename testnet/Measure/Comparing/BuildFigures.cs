namespace Ledger.Testnet.Measure.Comparing;

/// <summary>The rounds of one build: medians, and every round's anchors a second.</summary>
public sealed record BuildFigures(
    string NodeVersion,
    double AnchorsPerSecond,
    double P50Ms,
    double P99Ms,
    double CpuSeconds,
    int TransactionsFailed,
    IReadOnlyList<double> AnchorsPerSecondOfRounds)
{
    public static BuildFigures Of(IReadOnlyList<BenchReport> rounds) => new(
        rounds[0].NodeVersion,
        Math.Round(Spread.Median(rounds.Select(r => r.AnchorsPerSecond))),
        Math.Round(Spread.Median(rounds.Select(r => r.CommitLatencyMs.P50)), 1),
        Math.Round(Spread.Median(rounds.Select(r => r.CommitLatencyMs.P99)), 1),
        Math.Round(Spread.Median(rounds.Select(r => r.CpuSeconds)), 2),
        rounds.Sum(r => r.TransactionsFailed),
        [.. rounds.Select(r => r.AnchorsPerSecond)]);
}

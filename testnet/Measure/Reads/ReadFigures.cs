namespace Ledger.Testnet.Measure.Reads;

/// <summary>The rounds of one target together: medians over rounds, and the worst and best round.</summary>
public sealed record ReadFigures(
    double PerSecond, double LeastPerSecond, double MostPerSecond, double P50Ms, double P99Ms, double ServerCpuMicroseconds)
{
    internal static ReadFigures Of(IReadOnlyList<ReadRound> rounds) => new(
        Math.Round(Spread.Median(rounds.Select(r => r.PerSecond))),
        Math.Round(rounds.Min(r => r.PerSecond)),
        Math.Round(rounds.Max(r => r.PerSecond)),
        Math.Round(Spread.Median(rounds.Select(r => r.Latencies.Percentile(50))), 3),
        Math.Round(Spread.Median(rounds.Select(r => r.Latencies.Percentile(99))), 3),
        Math.Round(Spread.Median(rounds.Select(r => r.ServerMicroseconds)), 1));
}

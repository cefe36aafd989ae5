using Ledger.Testnet.Load;

namespace Ledger.Testnet.Measure;

/// <summary>From the time a transaction was due to its committed receipt, in milliseconds.</summary>
public sealed record CommitLatency(double P50, double P95, double P99, double Max)
{
    public static CommitLatency Of(Latencies latencies) => new(
        Round(latencies.Percentile(50)),
        Round(latencies.Percentile(95)),
        Round(latencies.Percentile(99)),
        Round(latencies.Max));

    private static double Round(double milliseconds) => Math.Round(milliseconds, 2);
}

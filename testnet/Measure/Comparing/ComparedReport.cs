using System.Text.Json;

namespace Ledger.Testnet.Measure.Comparing;

/// <summary>Two builds under the same load in one run. Ratios are this build's figure over the other's.</summary>
public sealed record ComparedReport(
    BuildFigures This,
    BuildFigures Other,
    double AnchorsRatio,
    double P99Ratio,
    double CpuRatio,
    double AskedTransactionsPerSecond,
    int Commitments,
    double Seconds,
    int Rounds,
    string Manifest,
    string Commit,
    DateTimeOffset Time,
    Machine Machine)
{
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Options) + "\n";
}

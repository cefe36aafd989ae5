using System.Text.Json;

namespace Ledger.Testnet.Measure.Lanes;

/// <summary>One round: votes every 2 ms, alone or beside bulk data.</summary>
public sealed record LaneRound(bool Busy, int Votes, double P50Ms, double P99Ms, double BulkMibPerSecond);

/// <summary>Medians over the rounds; the ratios are of rounds side by side.</summary>
public sealed record LanesReport(
    double QuietP50Ms,
    double QuietP99Ms,
    double BusyP50Ms,
    double BusyP99Ms,
    double P50Ratio,
    double P99Ratio,
    double BulkMibPerSecond,
    int Rounds,
    double SecondsPerRound,
    int OneWayDelayMs,
    string Commit,
    DateTimeOffset Time,
    Machine Machine)
{
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Options) + "\n";

    internal static LanesReport Of(IReadOnlyList<LaneRound> results, int rounds, TimeSpan length, int oneWayDelayMs, string commit)
    {
        LaneRound[] quiet = [.. results.Where(r => !r.Busy)];
        LaneRound[] busy = [.. results.Where(r => r.Busy)];
        return new LanesReport(
            Round(quiet.Select(r => r.P50Ms)),
            Round(quiet.Select(r => r.P99Ms)),
            Round(busy.Select(r => r.P50Ms)),
            Round(busy.Select(r => r.P99Ms)),
            Round(busy.Zip(quiet, (b, q) => b.P50Ms / q.P50Ms)),
            Round(busy.Zip(quiet, (b, q) => b.P99Ms / q.P99Ms)),
            Round(busy.Select(r => r.BulkMibPerSecond)),
            rounds,
            length.TotalSeconds,
            oneWayDelayMs,
            commit,
            DateTimeOffset.UtcNow,
            Machine.Current());
    }

    private static double Round(IEnumerable<double> values) => Math.Round(Spread.Median(values), 3);
}

using System.Globalization;
using System.Text.Json;
using Ledger.Testnet.Measure;

namespace Ledger.Testnet.Ordeal;

/// <summary>What empty nodes cost that come to a long log, and every promise that was broken on the way.</summary>
/// <param name="LoadSeconds">How long the log took to fill, before the first of them came.</param>
/// <param name="Height">Of the chain when the first came.</param>
/// <param name="IntervalMs">The median time between two commits before.</param>
/// <param name="CalmPauseMs">The longest time between two commits before.</param>
/// <param name="ReceiptsVerified">Of the sample, from each node that came; from the genesis alone.</param>
/// <param name="Fsck">What <c>ledger fsck</c> said of each directory.</param>
/// <param name="LoadAverage">Of the machine at the end: other work that shared it is in it.</param>
/// <param name="Faults">What must not be; empty when all held.</param>
public sealed record StateSyncReport(
    string Manifest,
    int Anchors,
    double LoadSeconds,
    ulong Height,
    double TransactionsPerSecond,
    double IntervalMs,
    double CalmPauseMs,
    IReadOnlyList<SyncedNode> Nodes,
    int Sample,
    int ReceiptsVerified,
    IReadOnlyDictionary<string, string> Fsck,
    double Seconds,
    string LoadAverage,
    IReadOnlyList<string> Faults,
    string Commit,
    DateTimeOffset Time,
    Machine Machine)
{
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Options) + "\n";

    /// <summary>For people: one line for each node, and one for each of its lives.</summary>
    public string ToTable() => string.Join('\n',
    [
        Line($"{Anchors} anchors in {LoadSeconds} s ({Anchors / LoadSeconds:0}/s), height {Height}; ")
            + Line($"commits every {IntervalMs} ms, longest pause {CalmPauseMs} ms before"),
        "",
        $"{"node",-8} {"time",8} {"received",10} {"pieces",10} {"again",9} {"cpu",8} {"servers",8} {"peak",9} {"disk",9} {"pause",8}  how",
        .. Nodes.SelectMany(LinesOf),
        "",
        $"{ReceiptsVerified} receipts of a sample of {Sample} verified; fsck: {string.Join(", ", Fsck.Select(f => $"{f.Key} {f.Value}"))}",
        $"{Seconds} s in all, load average {LoadAverage}",
        .. Faults.Select(f => $"FAULT {f}"),
        "",
    ]);

    private static IEnumerable<string> LinesOf(SyncedNode n) =>
    [
        Line($"{n.Node,-8} {n.Seconds,6:0.0} s {Mb(n.ReceivedBytes),10} {Mb(n.PieceBytes),10} {Mb(n.AgainBytes),9} {n.CpuSeconds,6:0.0} s ")
            + Line($"{n.ServersCpuSeconds,6:0.0} s {n.PeakMib,5:0} MiB {n.DiskMib,5:0} MiB {n.PauseMs,5:0} ms  {n.How}"),
        .. n.Lives.Select(l => Line($"    {l.Seconds,6:0.0} s {Mb(l.PieceBytes),10}  answers after {l.AnsweredSeconds:0.0} s; ")
            + $"{l.At}: {l.End}"
            + (l.Refused.Count == 0 ? "" : $"; refused {string.Join(", ", l.Refused.Select(r => $"{r.Value} {r.Key}"))}")),
    ];

    private static string Mb(long bytes) => Line($"{bytes / 1e6:0.0} MB");

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}

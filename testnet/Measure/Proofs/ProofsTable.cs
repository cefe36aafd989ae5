using System.Globalization;
using System.Text;

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>The report as a Markdown table, with what it was measured by below.</summary>
internal static class ProofsTable
{
    public static string Write(ProofsReport report)
    {
        StringBuilder text = new();
        ProofsColumn[] columns = [.. report.Columns];
        Line(text, ["quantity", .. columns.Select(c => Text($"{c.Leaves:n0} leaves")), "growth"]);
        Line(text, [.. Enumerable.Repeat("---", columns.Length + 2)]);
        foreach ((string name, Func<ProofsColumn, (string Cell, double Growing)> cell) in Rows(columns[0]))
        {
            (string Cell, double Growing)[] cells = [.. columns.Select(cell)];
            Line(text, [name, .. cells.Select(c => c.Cell), Growth(cells[0].Growing, cells[^1].Growing)]);
        }

        Machine machine = report.Machine;
        text.AppendLine(CultureInfo.InvariantCulture, $"""

            Rates are of one thread: median (least-most) of {report.Rounds} rounds of {report.SecondsPerRound:0.###} s, the time for one,
            and its processor time. Growth is the last column over the first, of rates that of the processor time. Sizes are median
            (least-most) of {report.Samples} samples, the deepest leaf among them.
            {machine.Cores} cores, {machine.Cpu}, {machine.MemoryGib} GiB, {machine.Runtime};
            commit {report.Commit}, seed {report.Seed}, {report.Time:yyyy-MM-dd HH:mm} UTC, {report.Seconds:0} s in all.
            """);
        return text.ToString();
    }

    private static IEnumerable<(string Name, Func<ProofsColumn, (string Cell, double Growing)> Cell)> Rows(ProofsColumn first) =>
    [
        ("log executed, hashed and stored, s", c => (Of(c.Build), c.Build.Seconds)),
        ("the same, leaves a second", c => (Text($"{c.Build.LeavesPerSecond:n0}/s"), 1 / c.Build.LeavesPerSecond)),
        ("anchor store on disk", c => (Text($"{c.Build.AnchorBytes:n0} bytes, {c.Build.AnchorBytesPerLeaf} a leaf"), c.Build.AnchorBytes)),
        ("statuses in the map, for the rows of statuses", c => (Statuses(c), c.StatusEntries)),
        .. first.Rates.Select((rate, i) => (
            rate.Name, (Func<ProofsColumn, (string, double)>)(c => (Of(c.Rates[i]), c.Rates[i].CpuMicroseconds)))),
        .. first.Sizes.Select((size, i) => (
            $"{size.Name}, {size.Unit}", (Func<ProofsColumn, (string, double)>)(c => (Of(c.Sizes[i]), c.Sizes[i].Median)))),
        ("peak memory so far, MiB", c => (Text($"{c.PeakMib:n0}"), c.PeakMib)),
        ("load average before and after", c => (Text($"{c.Load[0]:0.00}, {c.Load[1]:0.00}"), double.NaN)),
    ];

    private static string Growth(double first, double last) => double.IsNaN(last / first) ? "" : Text($"{last / first:0.##}");

    private static string Of(BuildFigures build) => build.Builds == 1
        ? Text($"{build.Seconds:0.###} (one build)")
        : Text($"{build.Seconds:0.###} ({build.LeastSeconds:0.###}-{build.MostSeconds:0.###}, {build.Builds} builds)");

    private static string Statuses(ProofsColumn column)
        => Text($"{column.StatusEntries:n0}, taken up in {column.StatusSeconds:0.##} s");

    private static string Of(RateFigures rate)
        => Text($"{rate.PerSecond:n0}/s ({rate.LeastPerSecond:n0}-{rate.MostPerSecond:n0}), ")
            + Text($"{rate.Microseconds:0.##} us, CPU {rate.CpuMicroseconds:0.##}");

    private static string Of(SizeFigures size) => Text($"{size.Median:n0} ({size.Least:n0}-{size.Most:n0})");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static void Line(StringBuilder text, string[] cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
}

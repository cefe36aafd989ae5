using System.Text.Json;
using Ledger.Testnet.Hostile;
using Ledger.Testnet.Load.Mixed;
using Ledger.Testnet.Measure;

namespace Ledger.Testnet.Soak;

/// <summary>What a soak measured, under the names of its JSON form. METHOD.md says what each means.</summary>
/// <param name="SubmitP99Ratio">The honest clients' p99 beside the hostile one, over the quiet window's.</param>
/// <param name="HostileCores">Processor time of the hostile client itself for each second.</param>
/// <param name="StatusUnanswered">Looks at a node to which it gave no status within two seconds.</param>
/// <param name="Faults">What must not be; empty when all held.</param>
/// <param name="Samples">Every look at every node.</param>
public sealed record SoakReport(
    double Minutes,
    WindowFigures Quiet,
    WindowFigures? Hostile,
    double SubmitP99Ratio,
    double ReadP99Ratio,
    double HostileCores,
    IReadOnlyList<HostileOutcome> HostileActs,
    IReadOnlyList<NodeFigures> Nodes,
    int StatusUnanswered,
    int ReceiptsVerified,
    double OfferedAnchorsPerSecond,
    IReadOnlyDictionary<MixedKind, double> OfferedPerSecond,
    IReadOnlyList<string> Faults,
    string Manifest,
    string Commit,
    DateTimeOffset Time,
    Machine Machine,
    IReadOnlyList<NodeSample> Samples)
{
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Options) + "\n";

    /// <summary>The same for people.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"{"",-12} {"p50 ms",9} {"p95 ms",9} {"p99 ms",9} {"failed",8}";
        foreach ((string name, MixedFigures figures) in Rows())
        {
            yield return $"{name,-12} {figures.LatencyMs.P50,9:0.0} {figures.LatencyMs.P95,9:0.0} "
                + $"{figures.LatencyMs.P99,9:0.0} {figures.Failures.Values.Sum(),8}";
        }

        if (Hostile is not null)
        {
            yield return $"p99 beside the hostile client: {SubmitP99Ratio:0.00} times for submissions, "
                + $"{ReadP99Ratio:0.00} times for reads (goal: at most 2)";
            yield return $"cores used: nodes {Quiet.NodeCores:0.00} quiet, {Hostile.NodeCores:0.00} beside the hostile "
                + $"client, which used {HostileCores:0.00}";
        }

        foreach (NodeFigures node in Nodes)
        {
            yield return $"{node.Node}: {node.EarlyMib:0} MiB early, {node.MiddleMib:0} middle, {node.EndMib:0} end, "
                + $"slope {node.SlopeMibPerMinute:0.00} MiB/min, second half {node.LateSlopeMibPerMinute:0.00}; "
                + $"descriptors {node.EarlyDescriptors} to {node.EndDescriptors}, most {node.PeakDescriptors}";
        }
    }

    private IEnumerable<(string Name, MixedFigures Figures)> Rows()
    {
        yield return ("submit", Quiet.Submissions);
        yield return ("read", Quiet.Reads);
        if (Hostile is not null)
        {
            yield return ("submit !", Hostile.Submissions);
            yield return ("read !", Hostile.Reads);
        }
    }
}

using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ledger.Tests.Unit.Running;
using Ledger.Tests.Unit.Storage;
using Ledger.Tests.Unit.Tidy;

namespace Ledger.Tests.Unit.Telemetry;

/// <summary>What operators are given to look at asks for metrics that there are, in queries that Prometheus understands.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class DashboardFacts
{
    private static readonly string s_alerts = SourceTree.Absolute("node/Host/Telemetry/alerts.yml");
    private static readonly string s_dashboard = SourceTree.Absolute("node/Host/Telemetry/grafana-dashboard.json");

    [Fact]
    public async Task Every_metric_that_the_dashboard_and_the_alerts_name_exists()
    {
        await using LocalNode node = await LocalNode.MakeAsync();
        await node.StartAsync();
        string page = (await node.GetAsync("/metrics")).Body;
        HashSet<string> known = [.. Help().Matches(page).Select(m => m.Groups[1].Value)];
        string[] named = [.. Metric().Matches(string.Join('\n', Queries()) + File.ReadAllText(s_alerts))
            .Select(m => Part().Replace(m.Value, "")).Distinct()];

        Assert.True(named.Length > 30, $"{named.Length}");
        Assert.Empty(named.Except(known));
    }

    [Fact]
    public void Promtool_takes_the_alerts_and_every_query_of_the_dashboard_and_refuses_a_broken_one()
    {
        Assert.Equal(0, PromTool.Run("", "check", "rules", s_alerts).Code);
        Assert.Equal(0, Check(Queries()).Code);
        Assert.NotEqual(0, Check([.. Queries(), "rate(ledger_height"]).Code);
    }

    private static (int Code, string Said) Check(IReadOnlyList<string> queries)
    {
        using TemporaryFolder folder = new();
        StringBuilder rules = new("groups:\n  - name: dashboard\n    rules:\n");
        foreach ((int i, string query) in queries.Index())
        {
            rules.Append($"      - record: panel:{i}\n        expr: {JsonSerializer.Serialize(query)}\n");
        }

        string path = Path.Combine(folder.Path, "rules.yml");
        File.WriteAllText(path, rules.ToString());
        return PromTool.Run("", "check", "rules", path);
    }

    private static string[] Queries()
    {
        using JsonDocument dashboard = JsonDocument.Parse(File.ReadAllText(s_dashboard));
        return
        [
            .. dashboard.RootElement.GetProperty("panels").EnumerateArray()
                .SelectMany(p => p.GetProperty("targets").EnumerateArray())
                .Select(t => t.GetProperty("expr").GetString()!.Replace("$instance", ".*", StringComparison.Ordinal)),
        ];
    }

    [GeneratedRegex(@"^# HELP (\S+) ", RegexOptions.Multiline)]
    private static partial Regex Help();

    [GeneratedRegex(@"\b(?:ledger|process|dotnet)_[a-z0-9_]+\b")]
    private static partial Regex Metric();

    [GeneratedRegex("_(?:bucket|sum|count)$")]
    private static partial Regex Part();
}

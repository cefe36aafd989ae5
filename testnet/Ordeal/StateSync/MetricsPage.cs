using System.Globalization;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Ordeal;

/// <summary>One look at what a node counts of itself.</summary>
internal sealed class MetricsPage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string[] _lines;

    private MetricsPage(string page) => _lines = page.Split('\n');

    public static async Task<MetricsPage> ReadAsync(ValidatorNode node, CancellationToken cancellation)
    {
        using HttpClient client = new() { BaseAddress = node.JsonAddress };
        string page = "";
        await Wait.UntilAsync($"the counters of {node.Name}", Patience, cancellation, async () =>
        {
            try
            {
                page = await client.GetStringAsync("/metrics", cancellation);
            }
            catch (HttpRequestException)
            {
                // Its JSON port opens a moment later than the other.
            }

            return page.Length > 0;
        });
        return new MetricsPage(page);
    }

    /// <summary>The sum of a metric's series whose labels have all of these.</summary>
    public double Sum(string name, params string[] labels)
        => Of(name).Where(s => labels.All(s.Labels.Contains)).Sum(s => s.Value);

    /// <summary>The values of one label whose series are above zero.</summary>
    public Dictionary<string, long> By(string name, string label)
        => Of(name).Where(s => s.Value > 0).ToDictionary(
            s => s.Labels.Split(label + "=\"")[1].Split('"')[0], s => (long)s.Value);

    private IEnumerable<(string Labels, double Value)> Of(string name)
        => _lines.Where(l => l.StartsWith(name + ' ', StringComparison.Ordinal) || l.StartsWith(name + '{', StringComparison.Ordinal))
            .Select(l => (l[name.Length..l.LastIndexOf(' ')], double.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)));
}

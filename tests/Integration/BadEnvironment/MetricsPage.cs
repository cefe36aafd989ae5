using System.Globalization;
using Ledger.Testnet.Network;

namespace Ledger.Tests.Integration.BadEnvironment;

/// <summary>What <c>/metrics</c> of a node says, as numbers.</summary>
internal sealed class MetricsPage(string text)
{
    private readonly string[] _lines = [.. text.Split('\n').Where(l => l.Length > 0 && l[0] != '#')];

    public static async Task<MetricsPage> OfAsync(ValidatorNode node)
    {
        using HttpClient client = new() { BaseAddress = node.JsonAddress, Timeout = TimeSpan.FromSeconds(60) };
        return new MetricsPage(await client.GetStringAsync("/metrics"));
    }

    /// <summary>The greatest value of a name whose labels have all of some words.</summary>
    public double Most(string name, params string[] words) => _lines
        .Where(l => l.StartsWith(name, StringComparison.Ordinal) && l[name.Length] is ' ' or '{')
        .Where(l => words.All(w => l.Contains(w, StringComparison.Ordinal)))
        .Max(l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}

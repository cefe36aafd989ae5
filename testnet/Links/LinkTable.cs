namespace Ledger.Testnet.Links;

/// <summary>All links of a test network.</summary>
public sealed class LinkTable(IReadOnlyList<Link> links) : IAsyncDisposable
{
    public IReadOnlyList<Link> All { get; } = links;

    /// <summary>Cuts every link between two regions.</summary>
    /// <exception cref="InvalidOperationException">There is none: the manifest names no such link.</exception>
    public void Cut(RegionCut cut) => Between(cut).ForEach(l => l.Proxy.Cut(cut.Mode));

    /// <summary>Heals what <see cref="Cut"/> has cut.</summary>
    public void Heal(RegionCut cut) => Between(cut).ForEach(l => l.Proxy.Heal());

    /// <summary>The port at which one validator reaches another, or null when it calls it directly.</summary>
    public int? PortOf(string from, string to) => All.FirstOrDefault(l => l.From == from && l.To == to)?.Proxy.Port;

    public async ValueTask DisposeAsync()
    {
        foreach (Link link in All)
        {
            await link.Proxy.DisposeAsync();
        }
    }

    private List<Link> Between(RegionCut cut)
    {
        List<Link> between = [.. All.Where(l => l.Joins(cut.Region, cut.Other))];
        return between.Count > 0
            ? between
            : throw new InvalidOperationException($"No link between {cut.Region} and {cut.Other}.");
    }
}

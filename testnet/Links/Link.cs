namespace Ledger.Testnet.Links;

/// <summary>The way by which one validator calls another, by their names and regions.</summary>
public sealed record Link(string From, string FromRegion, string To, string ToRegion, LinkProxy Proxy)
{
    public bool Joins(string region, string other)
        => (FromRegion == region && ToRegion == other) || (FromRegion == other && ToRegion == region);
}

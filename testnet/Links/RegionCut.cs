namespace Ledger.Testnet.Links;

/// <summary>A region that cannot be reached from another: every link between the two, cut at once.</summary>
public sealed record RegionCut(string Region, string Other, CutMode Mode);

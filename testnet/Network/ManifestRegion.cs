namespace Ledger.Testnet.Network;

/// <summary>A region and how many of its validators every quorum must contain.</summary>
public sealed record ManifestRegion(string Code, byte Minimum);

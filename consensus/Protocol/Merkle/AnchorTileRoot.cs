namespace Ledger.Protocol.Merkle;

/// <summary>The root of a full subtree of 256^<paramref name="TileLevel"/> leaves.</summary>
/// <param name="TileLevel">1 and above: level 0 is the records themselves.</param>
/// <param name="Index">Position among the subtrees of that level, from the left.</param>
/// <param name="Root">Its hash in both suites.</param>
public readonly record struct AnchorTileRoot(int TileLevel, ulong Index, TwinDigest Root);

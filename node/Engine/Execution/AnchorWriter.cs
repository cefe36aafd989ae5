using Ledger.Protocol;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Transactions;
using Ledger.Storage.Anchors;

namespace Ledger.Engine.Execution;

/// <summary>Appends the leaves and tiles of committed blocks to the anchor store.</summary>
public sealed class AnchorWriter(AnchorStore anchors) : IAnchorSink
{
    public void Append(Overlay overlay)
    {
        ulong first = overlay.State.Log.Size - ((ulong)overlay.Leaves.Length / LeafRecord.Size);
        Invariant.Holds(anchors.Size == first, "leaves are appended in log order");
        anchors.Append(overlay.Leaves.Span);
        Span<byte> pair = stackalloc byte[TwinDigest.Size];
        foreach (AnchorTileRoot tile in overlay.Tiles.AsSpan())
        {
            tile.Root.CopyTo(pair);
            anchors.AppendTileRoots(tile.TileLevel, tile.Index, pair);
        }
    }
}

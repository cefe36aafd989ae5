using Ledger.Engine.Execution;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Storage.Anchors;

namespace Ledger.Engine.Recovery;

/// <summary>Takes recomputed leaves and tiles and compares them with what the anchor store and the index hold.</summary>
public sealed class FreshAnchors(AnchorStore stored, ICommitmentIndex index) : IAnchorSink
{
    private readonly List<FsckFinding> _findings = [];
    private ulong _size;

    public IReadOnlyList<FsckFinding> Findings => _findings;

    public void Append(Overlay overlay)
    {
        Height height = overlay.State.Block.Height;
        ulong held = stored.Size > _size ? Math.Min(stored.Size - _size, (ulong)overlay.Leaves.Length / LeafRecord.Size) : 0;
        byte[] records = new byte[(int)held * LeafRecord.Size];
        stored.ReadRecords(_size, records);
        if (!records.AsSpan().SequenceEqual(overlay.Leaves.Span[..records.Length]))
        {
            _findings.Add(new FsckFinding("anchor store", height, "leaf records differ from the block's"));
        }

        CheckTiles(overlay, height);
        CheckIndex(overlay, height);
        _size = overlay.State.Log.Size;
    }

    private void CheckTiles(Overlay overlay, Height height)
    {
        Span<byte> held = stackalloc byte[TwinDigest.Size];
        foreach (AnchorTileRoot tile in overlay.Tiles.AsSpan())
        {
            if (tile.Index >= stored.TileCount(tile.TileLevel))
            {
                continue;
            }

            stored.ReadTileRoots(tile.TileLevel, tile.Index, held);
            if (new TwinDigest(held) != tile.Root)
            {
                _findings.Add(new FsckFinding(
                    "anchor store", height, $"tile {tile.Index} of level {tile.TileLevel} differs"));
            }
        }
    }

    private void CheckIndex(Overlay overlay, Height height)
    {
        Span<ulong> candidates = stackalloc ulong[64];
        ReadOnlySpan<byte> leaves = overlay.Leaves.Span;
        for (ulong leaf = _size; leaf < Math.Min(overlay.State.Log.Size, index.Watermark); leaf += Fsck.IndexSample)
        {
            int at = (int)(leaf - _size) * LeafRecord.Size;
            int found = index.Find(leaves.Slice(at + LeafRecord.CommitmentOffset, 32), candidates);
            if (!candidates[..found].Contains(leaf))
            {
                _findings.Add(new FsckFinding("commitment index", height, $"leaf {leaf} is not found by its commitment"));
            }
        }
    }
}

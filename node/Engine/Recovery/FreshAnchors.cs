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

    public IReadOnlyList<FsckFinding> Findings => _findings;

    /// <summary>Takes what a block added; the state that executing begins at adds nothing.</summary>
    public void Append(Overlay overlay)
    {
        Height height = overlay.State.Block.Height;
        ulong leaves = (ulong)overlay.Leaves.Length / LeafRecord.Size;
        ulong first = overlay.State.Log.Size - leaves;
        ulong held = stored.Size > first ? Math.Min(stored.Size - first, leaves) : 0;
        byte[] records = new byte[(int)held * LeafRecord.Size];
        stored.ReadRecords(first, records);
        if (!records.AsSpan().SequenceEqual(overlay.Leaves.Span[..records.Length]))
        {
            _findings.Add(new FsckFinding("anchor store", height, "leaf records differ from the block's"));
        }

        CheckTiles(overlay, height);
        CheckIndex(first, overlay.Leaves.Span, height);
    }

    /// <summary>Looks up a sample of leaves by their commitments, as far as the index goes.</summary>
    public void CheckIndex(ulong first, ReadOnlySpan<byte> leaves, Height height)
    {
        Span<ulong> candidates = stackalloc ulong[64];
        ulong end = Math.Min(first + ((ulong)leaves.Length / LeafRecord.Size), index.Watermark);
        for (ulong leaf = first; leaf < end; leaf += Fsck.IndexSample)
        {
            int at = (int)(leaf - first) * LeafRecord.Size;
            int found = index.Find(leaves.Slice(at + LeafRecord.CommitmentOffset, 32), candidates);
            if (!candidates[..found].Contains(leaf))
            {
                _findings.Add(new FsckFinding("commitment index", height, $"leaf {leaf} is not found by its commitment"));
            }
        }
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
}

using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Engine.Receipts;
using Ledger.Protocol;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Storage.Blocks;
using Ledger.Storage.State;

namespace Ledger.Engine.Execution;

/// <summary>Takes a committed block's overlay into the stores: block log first, then what is derived from it.</summary>
public sealed class Adoption(LedgerStores stores, OverlayBook overlays, ReplayWindow window, EngineOptions options)
{
    private Height _checkpoint = new(stores.State.Height);
    private ulong _checkpointLeaves = stores.Anchors.Size;

    /// <summary>Appends the block to the log and adopts its overlay.</summary>
    public Overlay Adopt(CommittedBlock committed)
    {
        Overlay overlay = overlays.Commit(committed.Block.Hash);
        BlockRecord record = new(committed.Block, overlay.Outcomes, committed.Certificate);
        BatchLocation[] locations = [.. overlay.Batches.Select(b => stores.Batches.Append(b.Digest, b.Batch.Bytes.Span))];
        stores.Blocks.Append(committed.Block.Height.Value, record.Encode(), locations);
        Derive(overlay);
        return overlay;
    }

    /// <summary>Brings state, window and anchors to a committed overlay; also what replay after a crash does.</summary>
    public void Derive(Overlay overlay)
    {
        Height height = overlay.State.Block.Height;
        AppendAnchors(overlay);
        foreach (WindowEntry entry in overlay.Entered)
        {
            window.Enter(entry);
        }

        window.LeaveBelow(height);
        if (height.Value > stores.State.Height || height == Height.Genesis)
        {
            stores.State.Apply(height.Value, WritesOf(overlay));
        }
    }

    /// <summary>Checkpoints the state when enough has been added since the last; the truth is flushed before it.</summary>
    public bool CheckpointIfDue()
    {
        LedgerState state = overlays.Committed.State;
        bool due = state.Block.Height >= _checkpoint + options.CheckpointBlocks
            || state.Log.Size >= _checkpointLeaves + options.CheckpointLeaves;
        if (due)
        {
            Checkpoint();
        }

        return due;
    }

    public void Checkpoint()
    {
        stores.Blocks.Flush();
        stores.Anchors.Flush();
        stores.State.Checkpoint();
        _checkpoint = overlays.Committed.State.Block.Height;
        _checkpointLeaves = overlays.Committed.State.Log.Size;
    }

    /// <summary>A crash may have left the anchor store ahead of the state: what it holds already is not appended again.</summary>
    private void AppendAnchors(Overlay overlay)
    {
        ulong first = overlay.State.Log.Size - ((ulong)overlay.Leaves.Length / Protocol.Transactions.LeafRecord.Size);
        Invariant.Holds(stores.Anchors.Size == first, "leaves are appended in log order");
        stores.Anchors.Append(overlay.Leaves.Span);
        Span<byte> pair = stackalloc byte[TwinDigest.Size];
        foreach (AnchorTileRoot tile in overlay.Tiles.AsSpan())
        {
            tile.Root.CopyTo(pair);
            stores.Anchors.AppendTileRoots(tile.TileLevel, tile.Index, pair);
        }
    }

    private List<StateWrite> WritesOf(Overlay overlay)
    {
        Height height = overlay.State.Block.Height;
        List<StateWrite> writes = [new(StateKeys.Head, HeadRecord(overlay.State))];
        foreach (WindowEntry entry in overlay.Entered)
        {
            writes.Add(new StateWrite(StateKeys.Window(entry.TransactionId), StateKeys.ValueOf(entry.ValidUntil)));
        }

        foreach (Digest id in overlay.Left)
        {
            writes.Add(new StateWrite(StateKeys.Window(id), null));
        }

        foreach (CheckedBatch batch in overlay.Batches)
        {
            writes.Add(new StateWrite(StateKeys.Batch(batch.Digest), StateKeys.ValueOf(height)));
        }

        AddLocators(overlay, height, writes);
        return writes;
    }

    /// <summary>An anchored outcome is what a transaction is found by; a refused one only while there is no other.</summary>
    private void AddLocators(Overlay overlay, Height height, List<StateWrite> writes)
    {
        HashSet<Digest> anchored = [];
        foreach (OutcomeRecord outcome in overlay.Outcomes)
        {
            bool first = outcome.Outcome == Outcome.Anchored
                || (!anchored.Contains(outcome.TransactionId)
                    && !stores.State.TryGet(StateKeys.Locator(outcome.TransactionId), out _));
            if (first)
            {
                anchored.Add(outcome.TransactionId);
                TransactionLocator locator = new(height, outcome.Outcome, outcome.FirstLeaf, outcome.LeafCount);
                writes.Add(new StateWrite(StateKeys.Locator(outcome.TransactionId), locator.Encode()));
            }
        }
    }

    /// <summary>Block hash 32, time 8, then the frontier.</summary>
    private static byte[] HeadRecord(LedgerState state)
        => new WireWriter().Digest(state.Block.Hash).U64(state.TimeMs).Raw(state.Log.Encode()).ToArray();
}

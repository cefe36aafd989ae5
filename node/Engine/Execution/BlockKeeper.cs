using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;
using Ledger.Storage.Blocks;

namespace Ledger.Engine.Execution;

/// <summary>Writes committed blocks to the block log and takes state checkpoints.</summary>
public sealed class BlockKeeper(LedgerStores stores, Adoption adoption, EngineOptions options)
{
    private Height _checkpoint = new(stores.State.Height);
    private Height _checkpointBefore;
    private ulong _checkpointLeaves = adoption.Overlays.Committed.State.Log.Size;

    /// <summary>Appends the block to the log and derives the rest.</summary>
    public Overlay Keep(CommittedBlock committed)
    {
        Overlay overlay = adoption.Overlays.Commit(committed.Block.Hash);
        BlockRecord record = new(committed.Block, overlay.Outcomes, committed.Certificate);
        BatchLocation[] locations =
            [.. overlay.Batches.Select(b => stores.Batches.Append(b.Digest, b.Batch.Bytes.Span))];
        stores.Blocks.Append(committed.Block.Height.Value, record.Encode(), locations);
        adoption.Derive(overlay);
        return overlay;
    }

    /// <summary>Checkpoints the state when enough has been added since the last.</summary>
    public bool CheckpointIfDue()
    {
        LedgerState state = adoption.Overlays.Committed.State;
        bool due = state.Block.Height >= _checkpoint + options.CheckpointBlocks
            || state.Log.Size >= _checkpointLeaves + options.CheckpointLeaves;
        if (due)
        {
            Checkpoint();
        }

        return due;
    }

    /// <summary>The truth is flushed before what is derived from it.</summary>
    public void Checkpoint()
    {
        stores.Blocks.Flush();
        stores.Certificates.Flush();
        stores.Anchors.Flush();
        stores.State.Checkpoint();
        _checkpointBefore = _checkpoint;
        _checkpoint = adoption.Overlays.Committed.State.Block.Height;
        _checkpointLeaves = adoption.Overlays.Committed.State.Log.Size;
    }

    /// <summary>Deletes bodies that are further below the head than is to be kept, and that no start may have to execute again.</summary>
    /// <param name="needed">Batches that wait, or that this validator promised to keep (N3).</param>
    public void Prune(IEnumerable<Digest> needed)
    {
        ulong head = adoption.Overlays.Committed.State.Block.Height.Value;
        if (options.KeptBodyBlocks > 0 && head > options.KeptBodyBlocks)
        {
            stores.Blocks.PruneBodies(Math.Min(head - options.KeptBodyBlocks, _checkpointBefore.Value), needed);
        }
    }
}

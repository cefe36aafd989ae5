using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Engine.Batching;
using Ledger.Engine.Execution;
using Ledger.Protocol.Blocks;

namespace Ledger.Engine.Proposing;

/// <summary>Decides when the primary proposes and which held batches go into the block.</summary>
public sealed class BlockBuilder(EngineOptions options, BatchPool pool, OverlayBook overlays, BlockRules rules)
{
    /// <summary>When a proposal that is held back for company falls due; null when none is.</summary>
    public ulong? DueMs { get; private set; }

    /// <summary>Builds the next block for an open slot; null when none is open or there is nothing to propose yet.</summary>
    public Input.Proposed? TryBuild(ProposalSlot? open, ulong nowMs)
    {
        DueMs = null;
        if (open is not { } slot || overlays.Find(slot.Parent.Hash) is not { } parent)
        {
            return null;
        }

        bool awaited = parent.State.Governance.Next is not null; // E3: then also an empty block brings the chain on
        List<HeldBatch> chosen = pool.Count == 0 ? [] : Choose(parent);
        bool worthIt = chosen.Count == 0 ? IsOld(parent, nowMs) : IsWorthIt(chosen, parent, nowMs);
        if (!awaited && !worthIt)
        {
            return null;
        }

        (Block block, Overlay overlay) = rules.Build(parent, nowMs, [.. chosen.Select(h => h.Batch)]);
        overlays.Add(overlay);
        return new Input.Proposed(slot.View, block);
    }

    /// <summary>A chain at rest says from time to time that it is: what its state proves is as fresh as its head (A1).</summary>
    /// <remarks>Only on the committed head, so that a primary that nobody follows proposes one such block, not many.</remarks>
    private bool IsOld(Overlay parent, ulong nowMs)
    {
        if (options.IdleBlockMs == 0 || !ReferenceEquals(parent, overlays.Committed))
        {
            return false;
        }

        ulong due = parent.State.TimeMs + options.IdleBlockMs;
        DueMs = due <= nowMs ? null : due;
        return due <= nowMs;
    }

    /// <summary>At once when the pipeline is empty; else when full enough or old enough: load makes blocks bigger, not more.</summary>
    private bool IsWorthIt(List<HeldBatch> chosen, Overlay parent, ulong nowMs)
    {
        ulong due = chosen[0].ArrivedMs + options.PipelineDelayMs;
        bool now = ReferenceEquals(parent, overlays.Committed)
            || chosen.Sum(h => (long)h.Batch.Bytes) >= options.PipelineTargetBytes
            || due <= nowMs;
        DueMs = now ? null : due;
        return now;
    }

    /// <summary>Batches of blocks in flight stand first in the pool and take no room in this one.</summary>
    /// <remarks>The pool holds no committed batch (B1), so the ancestors not yet committed are all there is to look at.</remarks>
    private List<HeldBatch> Choose(Overlay parent)
    {
        List<HeldBatch> chosen = [];
        long bytes = 0;
        HashSet<Digest> used = OverlayBook.BatchesUpTo(parent);
        foreach (HeldBatch held in pool.All.Where(h => !used.Contains(h.Batch.Digest)))
        {
            bytes += held.Batch.Bytes;
            bool full = chosen.Count == Block.MaximumBatches || bytes > BlockRules.MaximumBlockBytes(parent);
            if (full || (chosen.Count > 0 && bytes > options.ProposalBytes))
            {
                break;
            }

            chosen.Add(held);
        }

        return chosen;
    }
}

using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Validators;
using Ledger.Storage.State;

namespace Ledger.Engine.Execution;

/// <summary>What makes a block valid on its parent, for the builder and the checker alike.</summary>
public sealed class BlockRules(Genesis genesis, Executor executor)
{
    public ulong MaximumDriftMs => genesis.Parameters.MaximumDriftMs;

    /// <summary>Most bytes of the batches of the block above <paramref name="parent"/>.</summary>
    public static long MaximumBlockBytes(Overlay parent) => parent.State.NextEpoch.Parameters.MaximumBlockBytes;

    /// <summary>Executes a block; null when it is invalid: its header is not what execution gives, or a rule is broken.</summary>
    public Overlay? TryExecute(Overlay parent, Block block, IReadOnlyList<CheckedBatch> batches)
    {
        bool wellFormed = block.Header.TimeMs > parent.State.TimeMs
            && block.Batches.Distinct().Count() == block.Batches.Count
            && batches.Sum(b => (long)b.Bytes) <= MaximumBlockBytes(parent)
            && batches.All(b => BelongsHere(b) && IsInForce(parent, b) && !WasUsed(parent, b.Digest));
        if (!wellFormed)
        {
            return null;
        }

        Overlay executed = executor.Execute(parent, block.Header.TimeMs, batches);
        return executor.HeaderOf(executed, parent.State.Block.Hash) == block.Header ? Seal(executed, block) : null;
    }

    /// <summary>Builds the block that these batches make on <paramref name="parent"/> at <paramref name="timeMs"/>.</summary>
    public (Block Block, Overlay Overlay) Build(Overlay parent, ulong timeMs, IReadOnlyList<CheckedBatch> batches)
    {
        ulong time = Math.Max(parent.State.TimeMs + 1, timeMs);
        Overlay executed = executor.Execute(parent, time, batches);
        BlockHeader header = executor.HeaderOf(executed, parent.State.Block.Hash);
        Block block = new(header, [.. batches.Select(b => b.Digest)]);
        return (block, Seal(executed, block));
    }

    /// <summary>B1: in an ancestor, for as long as a transaction of it could still be anchored again.</summary>
    /// <remarks>
    /// Read from the authenticated state, so that whoever has the state of a height, and nothing older, judges as all others do.
    /// </remarks>
    public static bool WasUsed(Overlay parent, Digest batch)
        => parent.State.Map.Find(SparseMerkleMap.PathOf(StateKeys.Batch(batch))) is not null;

    /// <summary>P1: whether the block above <paramref name="parent"/> may have all kinds of transactions that the batch has.</summary>
    /// <remarks>A program without such a kind refuses the bytes, one that has it the batch (PROTOCOL.md, Versions).</remarks>
    public static bool IsInForce(Overlay parent, CheckedBatch batch)
        => batch.Transactions.All(t => t.Transaction.Since <= parent.State.NextEpoch.Parameters.ProtocolVersion);

    /// <summary>X1: a transaction of another chain makes a block invalid.</summary>
    public bool BelongsHere(CheckedBatch batch)
        => batch.Transactions.All(t => t.Transaction.ChainId == genesis.ChainId);

    private static Overlay Seal(Overlay executed, Block block)
        => new()
        {
            Parent = executed.Parent,
            State = executed.State with { Block = new BlockRef(block.Height, block.Hash) },
            Batches = executed.Batches,
            Outcomes = executed.Outcomes,
            Leaves = executed.Leaves,
            Tiles = executed.Tiles,
            Entered = executed.Entered,
            Left = executed.Left,
            Governs = executed.Governs,
            Registered = executed.Registered,
            Statuses = executed.Statuses,
        };
}

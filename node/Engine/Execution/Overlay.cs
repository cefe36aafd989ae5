using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;

namespace Ledger.Engine.Execution;

/// <summary>What executing one block on its parent gave; a cache that can always be rebuilt from bodies.</summary>
public sealed class Overlay
{
    public required LedgerState State { get; init; }

    /// <summary>The overlay it stands on; null when that is the committed state.</summary>
    public Overlay? Parent { get; set; }

    public IReadOnlyList<CheckedBatch> Batches { get; init; } = [];

    public IReadOnlyList<OutcomeRecord> Outcomes { get; init; } = [];

    /// <summary>New leaf records, <see cref="LeafRecord.Size"/> bytes each.</summary>
    public ReadOnlyMemory<byte> Leaves { get; init; }

    /// <summary>Tiles of the anchor log that these leaves completed.</summary>
    public AnchorTileList Tiles { get; init; } = new();

    /// <summary>Transaction ids that entered the replay window, with their last height.</summary>
    public IReadOnlyList<WindowEntry> Entered { get; init; } = [];

    /// <summary>The state decided something about the chain, or a new epoch began.</summary>
    public bool Governs { get; init; }

    /// <summary>Transaction ids that left the replay window.</summary>
    public IReadOnlyList<Digest> Left { get; init; } = [];
}

/// <summary>One id of the replay window.</summary>
public readonly record struct WindowEntry(Digest TransactionId, Height ValidUntil);

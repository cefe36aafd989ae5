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

    /// <summary>Transactions and batches that entered the replay window.</summary>
    public IReadOnlyList<WindowEntry> Entered { get; init; } = [];

    /// <summary>The state decided something about the chain, or a new epoch began.</summary>
    public bool Governs { get; init; }

    /// <summary>Issuers that the block let in, gave another key, or retired.</summary>
    public IReadOnlyList<IssuerEntry> Registered { get; init; } = [];

    /// <summary>Statuses that the block changed.</summary>
    public IReadOnlyList<StatusRecord> Statuses { get; init; } = [];

    /// <summary>What left the replay window.</summary>
    public IReadOnlyList<WindowEntry> Left { get; init; } = [];
}

/// <summary>One id of the replay window: a transaction that was anchored or changed statuses, or a batch that is in a block.</summary>
/// <param name="Space"><see cref="StateKeys.WindowSpace"/> or <see cref="StateKeys.BatchSpace"/>.</param>
/// <param name="Last">The last height at which it may not come again; a transaction has expired by then.</param>
public readonly record struct WindowEntry(byte Space, Digest Id, Height Last)
{
    public static WindowEntry OfTransaction(Digest id, Height validUntil) => new(StateKeys.WindowSpace, id, validUntil);

    public static WindowEntry OfBatch(Digest digest, Height last) => new(StateKeys.BatchSpace, digest, last);

    public byte[] Key => Space == StateKeys.BatchSpace ? StateKeys.Batch(Id) : StateKeys.Window(Id);
}

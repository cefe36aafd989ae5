namespace Ledger.Node.Configuration;

/// <summary>How much of the past this node has. Proofs of everything ever anchored it can make in any case.</summary>
/// <remarks>An archive, which keeps every transaction, has 0 and 0.</remarks>
public sealed record HistoryConfiguration
{
    /// <summary>Further behind than this, it takes over a snapshot instead of executing every block; 0 for never.</summary>
    public int SnapshotAboveBlocks { get; init => field = Bound.Check(value, 0, 1_000_000_000); } = 10_000;

    /// <summary>The transactions of so many blocks below the head are kept, at least; 0 for all.</summary>
    public int KeptBodyBlocks { get; init => field = Bound.Check(value, 0, 1_000_000_000); }
}

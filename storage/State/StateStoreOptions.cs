using Ledger.Storage.Faster;

namespace Ledger.Storage.State;

/// <summary>Sizes of the FASTER state store.</summary>
/// <param name="Table">Memory and index.</param>
/// <param name="RebuildSlackBytes">
/// Superseded records a log may hold before a checkpoint copies the live ones to a new log: this many bytes, and as
/// many as the live ones took at the last copy.
/// </param>
public sealed record StateStoreOptions(FasterTableOptions Table, long RebuildSlackBytes = 128 << 20)
{
    public static readonly StateStoreOptions Default = new(new FasterTableOptions());
}

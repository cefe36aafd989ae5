namespace Ledger.Storage.Blocks;

/// <summary>Sizes of the batch log's files.</summary>
/// <param name="BatchSegmentBytes">A batch that would pass this length starts a new file.</param>
public sealed record BlockStoreOptions(long BatchSegmentBytes = 256 << 20)
{
    public static readonly BlockStoreOptions Default = new();
}

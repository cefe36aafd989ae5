using Ledger.Storage.Faster;

namespace Ledger.Storage.Anchors;

/// <summary>Sizes of the commitment index.</summary>
/// <param name="Table">
/// FASTER's memory and index: 65,536 keys per run slot in use, at most 8 slots per tier. 256 MiB keep the eight runs of
/// the first tier in memory until they are merged.
/// </param>
/// <param name="RunEntries">Leaves gathered in memory before they are written: 12 bytes each.</param>
public sealed record CommitmentIndexOptions(FasterTableOptions Table, int RunEntries = 2_097_152)
{
    public static readonly CommitmentIndexOptions Default = new(new FasterTableOptions(1 << 17, 28, 22));
}

using Ledger.Storage.Faster;

namespace Ledger.Storage.Anchors;

/// <summary>Sizes of the commitment index.</summary>
/// <param name="Table">
/// FASTER's memory and index: 65,536 keys per run slot in use, at most 16 slots of the first tier and 8 of others. 32 MiB
/// hold the last run; what a merge reads back of older ones comes from the system's cache of files.
/// </param>
/// <param name="RunEntries">Leaves gathered in memory before they are written: 12 bytes each.</param>
public sealed record CommitmentIndexOptions(FasterTableOptions Table, int RunEntries = 2_097_152)
{
    public static readonly CommitmentIndexOptions Default = new(new FasterTableOptions(1 << 17, 25, 22));
}

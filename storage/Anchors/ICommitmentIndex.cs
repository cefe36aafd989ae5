namespace Ledger.Storage.Anchors;

/// <summary>From a commitment to the leaves that may hold it: derived from the leaf records and rebuildable.</summary>
/// <remarks>
/// PROTOCOL.md section 5. One thread adds; any thread may look up meanwhile. A lookup never misses a leaf below the
/// <see cref="Watermark"/> read before it, and may name a leaf with another commitment: the caller confirms on the
/// record.
/// </remarks>
public interface ICommitmentIndex : IDisposable
{
    /// <summary>Leaves indexed: all below this number.</summary>
    ulong Watermark { get; }

    /// <summary>
    /// Leaves that a crash cannot take from the index; after a start the caller adds those above again.
    /// </summary>
    ulong DurableWatermark { get; }

    /// <summary>What opening threw away.</summary>
    IReadOnlyList<RecoveryNote> Notes { get; }

    /// <summary>Adds consecutive leaves; the first must be <see cref="Watermark"/>.</summary>
    /// <param name="firstLeaf">Index of the first record's leaf.</param>
    /// <param name="records">Whole records, one after the other.</param>
    /// <param name="recordLength">Bytes per record.</param>
    /// <param name="commitmentOffset">Where in a record the 32 bytes of its commitment begin.</param>
    void AddRange(ulong firstLeaf, ReadOnlySpan<byte> records, int recordLength, int commitmentOffset);

    /// <summary>Writes candidates, ascending, and returns how many: a full span says that there may be more.</summary>
    int Find(ReadOnlySpan<byte> commitment, Span<ulong> candidates);
}

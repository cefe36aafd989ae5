namespace Ledger.Storage.Journal;

/// <summary>Sizes of a journal's files.</summary>
/// <param name="SegmentBytes">
/// Length of a segment, both copies together; a larger snapshot makes a larger segment.
/// </param>
public sealed record JournalOptions(int SegmentBytes = 8 << 20)
{
    public static readonly JournalOptions Default = new();
}

namespace Ledger.Storage.Blocks;

/// <summary>Where the one copy of a batch lies.</summary>
/// <param name="Segment">Number of the batch log's file.</param>
/// <param name="Offset">Byte offset of the batch's record in that file.</param>
/// <param name="Length">Bytes of the batch, without record header and digest.</param>
public readonly record struct BatchLocation(uint Segment, long Offset, int Length)
{
    /// <summary>Bytes in a block record: segment 4, offset 8, length 4.</summary>
    public const int Size = 16;
}

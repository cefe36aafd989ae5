namespace Ledger.Storage.Faster;

/// <summary>Sizes of one FASTER table.</summary>
/// <param name="IndexCacheLines">64-byte buckets of the hash index, a power of two: about 7 keys each.</param>
/// <param name="MemoryBits">Log bytes kept in memory, as a power of two; more spills to disk.</param>
/// <param name="PageBits">Page of the log, as a power of two: no record is longer.</param>
public sealed record FasterTableOptions(long IndexCacheLines = 1 << 16, int MemoryBits = 25, int PageBits = 22);

namespace Ledger.Storage.Records;

/// <summary>Where the good records of a log end.</summary>
/// <param name="Offset">First byte after the last good record.</param>
/// <param name="NextSequence">The sequence number that would stand there.</param>
public readonly record struct LogTail(long Offset, ulong NextSequence);

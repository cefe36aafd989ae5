namespace Ledger.Storage.Devices;

/// <summary>One named, growable byte file.</summary>
/// <remarks>
/// Used by one thread at a time for writing. A write is durable only after <see cref="Flush"/> returns; until then a
/// crash may keep it, lose it, or keep any of its 512-byte sectors, in any order with other unflushed writes. Failures
/// throw
/// <see cref="StorageFailure"/>. Disposing closes without flushing.
/// </remarks>
public interface IDevice : IDisposable
{
    string Name { get; }

    /// <summary>What messages call it: the whole path of a real file.</summary>
    string Path => Name;

    /// <summary>Bytes in the file, preallocated zeros included.</summary>
    long Length { get; }

    /// <summary>Fills the destination from the offset; returns fewer bytes only at the end of the file.</summary>
    int Read(long offset, Span<byte> destination);

    /// <summary>Writes all of the source; past the end the file grows, a gap reads as zeros.</summary>
    void Write(long offset, ReadOnlySpan<byte> source);

    /// <summary>Durability barrier: every write and truncation before it survives a crash.</summary>
    void Flush();

    /// <summary>Sets the length, shorter or longer; new bytes read as zeros.</summary>
    void Truncate(long length);
}

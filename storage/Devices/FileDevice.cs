using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Ledger.Storage.Devices;

/// <summary>A real file, written by position and flushed with <c>fdatasync</c>.</summary>
/// <remarks>
/// Positional reads may come from any thread; writes from one. The first failed write, truncation or flush condemns the
/// device: every later operation throws <see cref="StorageFailure"/> (never retry a failed fsync).
/// </remarks>
public sealed class FileDevice : IDevice
{
    private const int ZeroChunk = 1 << 20;
    private readonly SafeFileHandle _handle;
    private readonly FlushMeter _meter;
    private long _length;
    private bool _condemned;

    internal FileDevice(string path, SafeFileHandle handle, FlushMeter meter)
    {
        Path = path;
        _handle = handle;
        _meter = meter;
        _length = RandomAccess.GetLength(handle);
    }

    public string Name => System.IO.Path.GetFileName(Path);

    public string Path { get; }

    public long Length => Volatile.Read(ref _length);

    public int Read(long offset, Span<byte> destination)
    {
        RefuseIfCondemned();
        int total = 0;
        try
        {
            for (int read = -1; total < destination.Length && read != 0; total += read)
            {
                read = RandomAccess.Read(_handle, destination[total..], offset + total);
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StorageFailure(Path, "read", cause);
        }

        return total;
    }

    public void Write(long offset, ReadOnlySpan<byte> source)
    {
        RefuseIfCondemned();
        try
        {
            RandomAccess.Write(_handle, source, offset);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Condemn("write", cause);
        }

        if (offset + source.Length > _length)
        {
            Volatile.Write(ref _length, offset + source.Length);
        }
    }

    public void Flush()
    {
        RefuseIfCondemned();
        long started = Stopwatch.GetTimestamp();
        if (!FileNative.FlushData(_handle))
        {
            _condemned = true;
            throw FileNative.Failure(Path, "flush");
        }

        _meter.Record(Stopwatch.GetElapsedTime(started));
    }

    public void Truncate(long length)
    {
        RefuseIfCondemned();
        try
        {
            RandomAccess.SetLength(_handle, length);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Condemn("truncate", cause);
        }

        Volatile.Write(ref _length, length);
    }

    public void Dispose() => _handle.Dispose();

    /// <summary>Writes real zeros, so that later flushes of these bytes change no metadata.</summary>
    internal void Preallocate(long bytes)
    {
        byte[] zeros = new byte[(int)Math.Min(bytes, ZeroChunk)];
        for (long at = 0; at < bytes; at += zeros.Length)
        {
            Write(at, zeros.AsSpan(0, (int)Math.Min(zeros.Length, bytes - at)));
        }

        if (bytes > 0)
        {
            Flush();
        }
    }

    private void RefuseIfCondemned()
    {
        if (_condemned)
        {
            throw new StorageFailure(Path, "use after a failure");
        }
    }

    private StorageFailure Condemn(string operation, Exception cause)
    {
        _condemned = true;
        return new StorageFailure(Path, operation, cause);
    }
}

using System.Numerics;
using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Storage.Anchors;

/// <summary>A file of entries of one width after a <see cref="LogHeader"/>; entry n is found by arithmetic.</summary>
/// <remarks>
/// One thread appends, any thread reads what was appended: a lock covers the entries that wait in memory (at most 256
/// KiB) and the count. Entries carry no checksum of their own; <see cref="Crc"/> runs over all of them.
/// </remarks>
internal sealed class FixedWidthFile : IDisposable
{
    /// <summary>Most bytes waiting; the buffer grows to it, for most levels of tiles never need it.</summary>
    private const int WaitingBytes = 256 << 10;

    /// <summary>Bytes read at a time; a multiple of eight.</summary>
    private const int ChunkBytes = 1 << 20;
    private readonly Lock _lock = new();
    private readonly IDevice _device;
    private readonly int _width;
    private byte[] _waiting = [];
    private int _waitingLength;
    private long _written;
    private uint _crc;

    private FixedWidthFile(IDevice device, int width)
    {
        _device = device;
        _width = width;
    }

    public ulong Count
    {
        get
        {
            lock (_lock)
            {
                return (ulong)((_written + _waitingLength) / _width);
            }
        }
    }

    /// <summary>CRC-32C of all entries appended.</summary>
    public uint Crc
    {
        get
        {
            lock (_lock)
            {
                return _crc;
            }
        }
    }

    public static FixedWidthFile Create(IDirectory directory, string name, LogIdentity identity, uint number, int width)
    {
        LogHeader header = new() { Format = LogFormat.Anchors, ChainId = identity.ChainId, Segment = number };
        return new FixedWidthFile(directory.Publish(name, 0, file => file.Write(0, header.ToArray())), width);
    }

    /// <summary>Opens a file and keeps its first entries: those known to be flushed. Reads all of them.</summary>
    /// <param name="number">The file's number in its series.</param>
    /// <param name="crc">What their CRC was.</param>
    /// <exception cref="StorageFaultException">They are not what they were.</exception>
    public static FixedWidthFile Open(
        IDirectory directory, string name, LogIdentity identity, uint number, int width, ulong keep, uint crc)
    {
        IDevice device = directory.Open(name);
        LogScanner.Start(device, LogFormat.Anchors, identity).Header.RequireSegment(number, device.Path);
        long length = (long)keep * width;
        FixedWidthFile file = new(device, width);
        if (device.Length < LogHeader.Size + length || file.CrcOf(length) != crc)
        {
            throw new StorageFaultException(StorageFault.CorruptRecord, device.Path, 0, "Its entries fail their checksum.");
        }

        device.Truncate(LogHeader.Size + length);
        (file._written, file._crc) = (length, crc);
        return file;
    }

    /// <summary>Adds whole entries.</summary>
    public void Append(ReadOnlySpan<byte> entries)
    {
        RequireWhole(entries.Length);
        lock (_lock)
        {
            _crc = Crc32C.Of(entries, _crc);
            if (_waitingLength + entries.Length > WaitingBytes)
            {
                WriteWaiting();
            }

            if (entries.Length > WaitingBytes)
            {
                _device.Write(LogHeader.Size + _written, entries);
                _written += entries.Length;
                return;
            }

            GrowTo(_waitingLength + entries.Length);
            entries.CopyTo(_waiting.AsSpan(_waitingLength));
            _waitingLength += entries.Length;
        }
    }

    private void GrowTo(int length)
    {
        if (length > _waiting.Length)
        {
            Array.Resize(ref _waiting, Math.Min(WaitingBytes, (int)BitOperations.RoundUpToPowerOf2((uint)length)));
        }
    }

    /// <summary>Fills the destination with entries from the first on; all must have been appended.</summary>
    public void Read(ulong first, Span<byte> destination)
    {
        RequireWhole(destination.Length);
        long at = checked((long)first * _width);
        lock (_lock)
        {
            if (at + destination.Length > _written + _waitingLength)
            {
                throw new ArgumentOutOfRangeException(nameof(first), first, "Not appended yet.");
            }

            int fromDevice = (int)Math.Clamp(_written - at, 0, destination.Length);
            if (fromDevice > 0)
            {
                _device.Read(LogHeader.Size + at, destination[..fromDevice]);
            }

            int within = (int)Math.Max(0, at - _written);
            _waiting.AsSpan(within, destination.Length - fromDevice).CopyTo(destination[fromDevice..]);
        }
    }

    public void Flush()
    {
        lock (_lock)
        {
            WriteWaiting();
            _device.Flush();
        }
    }

    /// <summary>Count and CRC as they will be when the entries from a count on are forgotten.</summary>
    public (ulong Count, uint Crc) After(ulong count)
    {
        lock (_lock)
        {
            WriteWaiting();
            long length = checked((long)count * _width);
            return length >= _written ? ((ulong)(_written / _width), _crc) : (count, CrcOf(length));
        }
    }

    /// <summary>Forgets the entries from a count on; <see cref="After"/> gave their CRC.</summary>
    public void TruncateTo((ulong Count, uint Crc) kept)
    {
        lock (_lock)
        {
            _written = checked((long)kept.Count * _width);
            _crc = kept.Crc;
            _device.Truncate(LogHeader.Size + _written);
        }
    }

    public void Dispose() => _device.Dispose();

    private uint CrcOf(long length)
    {
        byte[] chunk = new byte[(int)Math.Min(length, ChunkBytes)];
        uint crc = 0;
        for (long at = 0; at < length; at += chunk.Length)
        {
            Span<byte> part = chunk.AsSpan(0, (int)Math.Min(chunk.Length, length - at));
            _device.Read(LogHeader.Size + at, part);
            crc = Crc32C.Of(part, crc);
        }

        return crc;
    }

    private void WriteWaiting()
    {
        if (_waitingLength > 0)
        {
            _device.Write(LogHeader.Size + _written, _waiting.AsSpan(0, _waitingLength));
            _written += _waitingLength;
            _waitingLength = 0;
        }
    }

    private void RequireWhole(int bytes)
    {
        if (bytes % _width != 0)
        {
            throw new ArgumentException($"{bytes} bytes are not whole entries of {_width}.", nameof(bytes));
        }
    }
}

using System.Numerics;
using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Storage.Anchors;

/// <summary>A file of entries of one width after a <see cref="LogHeader"/>; entry n is found by arithmetic.</summary>
/// <remarks>
/// One thread appends, any thread reads what was appended: a lock covers the entries that wait in memory (at most 256
/// KiB) and the count. Entries carry no checksum: they are held to the roots in block headers.
/// </remarks>
internal sealed class FixedWidthFile : IDisposable
{
    /// <summary>Most bytes waiting; the buffer grows to it, for most levels of tiles never need it.</summary>
    private const int WaitingBytes = 256 << 10;
    private readonly Lock _lock = new();
    private readonly IDevice _device;
    private readonly int _width;
    private byte[] _waiting = [];
    private int _waitingLength;
    private long _written;

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

    public static FixedWidthFile Create(IDirectory directory, string name, LogIdentity identity, uint number, int width)
    {
        LogHeader header = new() { Format = LogFormat.Anchors, ChainId = identity.ChainId, Segment = number };
        return new FixedWidthFile(directory.Publish(name, 0, file => file.Write(0, header.ToArray())), width);
    }

    /// <summary>Opens a file and keeps its first entries: those known to be flushed.</summary>
    public static FixedWidthFile Open(IDirectory directory, string name, LogIdentity identity, int width, ulong keep)
    {
        IDevice device = directory.Open(name);
        LogScanner.Start(device, LogFormat.Anchors, identity);
        long length = (long)keep * width;
        if (device.Length < LogHeader.Size + length)
        {
            throw new StorageFaultException(StorageFault.CorruptRecord, name, device.Length,
                "The file is shorter than its manifest says: remove the anchors folder and replay the block log.");
        }

        device.Truncate(LogHeader.Size + length);
        return new FixedWidthFile(device, width) { _written = length };
    }

    /// <summary>Adds whole entries.</summary>
    public void Append(ReadOnlySpan<byte> entries)
    {
        RequireWhole(entries.Length);
        lock (_lock)
        {
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

    /// <summary>Forgets the entries from a count on.</summary>
    public void TruncateTo(ulong count)
    {
        lock (_lock)
        {
            WriteWaiting();
            long length = Math.Min(_written, checked((long)count * _width));
            _device.Truncate(LogHeader.Size + length);
            _written = length;
        }
    }

    public void Dispose() => _device.Dispose();

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

using Ledger.Storage.Devices;

namespace Ledger.Storage.Records;

/// <summary>Reads a log file from its header to its end through one sliding window.</summary>
/// <remarks>
/// Memory: 1 MiB, or the longest record when that is more; twice the format's bound to judge a torn tail.
/// </remarks>
public sealed class LogScanner
{
    private const int WindowBytes = 1 << 20;
    private readonly IDevice _device;
    private byte[] _window = [];
    private long _windowAt;
    private int _windowLength;

    private LogScanner(IDevice device, LogHeader header)
    {
        _device = device;
        Header = header;
    }

    public LogHeader Header { get; }

    /// <summary>Reads the header, refusing what is not this chain's file of this format.</summary>
    public static LogScanner Start(IDevice device, LogFormat format, LogIdentity identity)
    {
        byte[] bytes = new byte[LogHeader.Size];
        int read = device.Read(0, bytes);
        return new LogScanner(device, LogHeader.Read(bytes.AsSpan(0, read), format, identity, device.Path));
    }

    /// <summary>Visits every record, checking payloads; returns where the good ones end.</summary>
    /// <exception cref="StorageFaultException">A bad record that later ones prove was flushed.</exception>
    public LogTail ReadAll(RecordVisitor visitor)
    {
        LogTail tail = new(LogHeader.Size, Header.FirstSequence);
        while (TryRecord(tail, out RecordFrame frame, out ReadOnlySpan<byte> payload))
        {
            visitor(tail.Offset, frame, payload);
            tail = new LogTail(tail.Offset + frame.Total, frame.Sequence + 1);
        }

        RefuseIfFlushed(tail);
        return tail;
    }

    /// <summary>
    /// Visits every record by its header and the first bytes of its payload only: no payload is checked.
    /// </summary>
    /// <remarks>
    /// For sealed files, which were flushed whole: anything but good headers to the last byte is corruption.
    /// </remarks>
    public LogTail ReadHeaders(int prefixBytes, RecordVisitor visitor)
    {
        byte[] bytes = new byte[RecordFrame.Size + prefixBytes];
        LogTail tail = new(LogHeader.Size, Header.FirstSequence);
        while (tail.Offset < _device.Length)
        {
            int read = _device.Read(tail.Offset, bytes);
            bool good = RecordFrame.TryReadHeader(
                bytes.AsSpan(0, read), Header.Salt, Header.Format.MaximumPayloadBytes, out RecordFrame frame);
            if (!good || frame.Sequence != tail.NextSequence || tail.Offset + frame.Total > _device.Length)
            {
                throw Corrupt(tail.Offset);
            }

            visitor(tail.Offset, frame, bytes.AsSpan(RecordFrame.Size, Math.Min(prefixBytes, frame.Length)));
            tail = new LogTail(tail.Offset + frame.Total, frame.Sequence + 1);
        }

        return tail;
    }

    private bool TryRecord(LogTail tail, out RecordFrame frame, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (!RecordFrame.TryReadHeader(
            Window(tail.Offset, RecordFrame.Size), Header.Salt, Header.Format.MaximumPayloadBytes, out frame))
        {
            return false;
        }

        return frame.Sequence == tail.NextSequence && RecordFrame.TryRead(
            Window(tail.Offset, frame.Total), Header.Salt, Header.Format.MaximumPayloadBytes, out frame, out payload);
    }

    private void RefuseIfFlushed(LogTail tail)
    {
        long left = _device.Length - tail.Offset;
        int overlap = RecordFrame.Size + Header.Format.MaximumPayloadBytes;
        int step = Math.Max(WindowBytes, overlap);
        for (long at = 0; at < left; at += step)
        {
            ReadOnlySpan<byte> bytes = Window(tail.Offset + at, (int)Math.Min(left - at, (long)step + overlap));
            if (RecordFrame.ProvesFlushed(bytes, Header.Salt, Header.Format.MaximumPayloadBytes, tail.NextSequence))
            {
                throw Corrupt(tail.Offset);
            }
        }
    }

    /// <summary>Bytes from an offset, fewer than wanted only at the end of the file.</summary>
    private ReadOnlySpan<byte> Window(long offset, int wanted)
    {
        if (offset < _windowAt || offset + wanted > _windowAt + _windowLength)
        {
            if (_window.Length < wanted)
            {
                _window = new byte[Math.Max(wanted, Math.Min(WindowBytes, _device.Length - offset))];
            }

            _windowAt = offset;
            _windowLength = _device.Read(offset, _window);
        }

        int start = (int)(offset - _windowAt);
        return _window.AsSpan(start, Math.Min(wanted, _windowLength - start));
    }

    private StorageFaultException Corrupt(long offset) => new(
        StorageFault.CorruptRecord, _device.Path, offset, "A flushed record is bad.");
}

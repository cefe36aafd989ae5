using Ledger.Storage.Devices;

namespace Ledger.Storage.Records;

/// <summary>One append-only file of checksummed records behind a <see cref="LogHeader"/>.</summary>
/// <remarks>
/// <para>Appends gather in memory until <see cref="Write"/>, or until 1 MiB waits; they are durable after
/// <see cref="Flush"/>. Opening cuts a torn tail and refuses a flushed record gone bad
/// (<see cref="StorageFault.CorruptRecord"/>). One thread.</para>
/// </remarks>
public sealed class AppendLog : IDisposable
{
    private const int WriteThresholdBytes = 1 << 20;
    private readonly IDevice _device;
    private readonly RecordBuffer _buffer;
    private long _written;
    private bool _dirty;

    internal AppendLog(IDevice device, LogHeader header, LogTail tail)
    {
        _device = device;
        Header = header;
        _buffer = new RecordBuffer(header.Salt);
        _written = tail.Offset;
        NextSequence = tail.NextSequence;
        DurableSequence = tail.NextSequence;
    }

    public LogHeader Header { get; }

    public string Name => _device.Name;

    /// <summary>The file as messages call it.</summary>
    public string Path => _device.Path;

    /// <summary>Sequence number of the next record to be appended.</summary>
    public ulong NextSequence { get; private set; }

    /// <summary>Every record below this sequence number is flushed.</summary>
    public ulong DurableSequence { get; private set; }

    /// <summary>Offset at which the next record will start.</summary>
    public long Length => _written + _buffer.Length;

    /// <summary>Creates the file, durably, with its header.</summary>
    public static AppendLog Create(IDirectory directory, string name, LogHeader header)
    {
        IDevice device = directory.Publish(name, 0, file => file.Write(0, header.ToArray()));
        return new AppendLog(device, header, new LogTail(LogHeader.Size, header.FirstSequence));
    }

    /// <summary>Opens the file, showing every record to the visitor, and cuts a torn tail.</summary>
    /// <param name="notes">Receives a note when something was cut.</param>
    public static AppendLog Open(
        IDirectory directory, string name, LogFormat format, LogIdentity identity,
        RecordVisitor visitor, ICollection<RecoveryNote> notes)
    {
        IDevice device = directory.Open(name);
        LogScanner scanner = LogScanner.Start(device, format, identity);
        LogTail tail = scanner.ReadAll(visitor);
        if (device.Length > tail.Offset)
        {
            notes.Add(new RecoveryNote(device.Path, tail.Offset, $"cut a torn tail of {device.Length - tail.Offset} bytes"));
            device.Truncate(tail.Offset);
        }

        device.Flush(); // a killed process leaves records readable that no flush has covered yet
        return new AppendLog(device, scanner.Header, tail);
    }

    /// <summary>
    /// Opens a file that was flushed whole before its successor was made: reads headers, checks no payload.
    /// </summary>
    /// <param name="prefixBytes">How much of each payload the visitor sees.</param>
    public static AppendLog OpenSealed(
        IDirectory directory, string name, LogFormat format, LogIdentity identity,
        int prefixBytes, RecordVisitor visitor)
    {
        IDevice device = directory.Open(name);
        LogScanner scanner = LogScanner.Start(device, format, identity);
        return new AppendLog(device, scanner.Header, scanner.ReadHeaders(prefixBytes, visitor));
    }

    /// <summary>Appends a record whose payload is the parts joined; returns its offset.</summary>
    public long Append(
        byte kind, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b = default, ReadOnlySpan<byte> c = default)
    {
        int payload = checked(a.Length + b.Length + c.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload, Header.Format.MaximumPayloadBytes);
        long offset = Length;
        _buffer.Append(kind, NextSequence++, DurableSequence, a, b, c);
        if (_buffer.Length >= WriteThresholdBytes)
        {
            Write();
        }

        return offset;
    }

    /// <summary>Hands the waiting records to the file, in one write.</summary>
    public void Write()
    {
        if (_buffer.Length > 0)
        {
            _device.Write(_written, _buffer.Written);
            _written += _buffer.Length;
            _buffer.Clear();
            _dirty = true;
        }
    }

    /// <summary>Makes every appended record durable; does nothing when there is none to flush.</summary>
    public void Flush()
    {
        Write();
        if (_dirty)
        {
            _device.Flush();
            _dirty = false;
            DurableSequence = NextSequence;
        }
    }

    /// <summary>
    /// Reads the record at an offset that <see cref="Append"/> returned; null when its bytes are bad.
    /// </summary>
    public byte[]? TryRead(long offset, out RecordFrame frame)
    {
        if (offset >= _written)
        {
            return ReadWaiting(offset, out frame);
        }

        Span<byte> header = stackalloc byte[RecordFrame.Size];
        _device.Read(offset, header);
        if (!RecordFrame.TryReadHeader(header, Header.Salt, Header.Format.MaximumPayloadBytes, out frame))
        {
            return null;
        }

        byte[] payload = new byte[frame.Length];
        bool whole = _device.Read(offset + RecordFrame.Size, payload) == payload.Length;
        return whole && Crc32C.Of(payload, Header.Salt) == frame.PayloadCrc ? payload : null;
    }

    /// <summary>Reads a record that must be good; a bad one is <see cref="StorageFault.CorruptRecord"/>.</summary>
    public byte[] Read(long offset) => TryRead(offset, out _) ?? throw new StorageFaultException(
        StorageFault.CorruptRecord, _device.Path, offset);

    /// <summary>Forgets every record from an offset on, durably; for tails that recovery rejects.</summary>
    public void CutAt(long offset, ulong nextSequence)
    {
        Write();
        _device.Truncate(offset);
        _device.Flush();
        _dirty = false;
        _written = offset;
        NextSequence = nextSequence;
        DurableSequence = nextSequence;
    }

    /// <summary>Closes the file; what was not written is lost, as in a crash.</summary>
    public void Dispose() => _device.Dispose();

    private byte[]? ReadWaiting(long offset, out RecordFrame frame)
    {
        frame = default;
        long at = offset - _written;
        return at < _buffer.Length && RecordFrame.TryRead(
            _buffer.Written[(int)at..], Header.Salt, Header.Format.MaximumPayloadBytes, out frame,
            out ReadOnlySpan<byte> payload) ? payload.ToArray() : null;
    }
}

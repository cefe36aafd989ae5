using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Storage.Journal;

/// <summary>Reads a segment's two halves, takes of every record the good copy, and repairs the other.</summary>
/// <remarks>
/// A record bad in both halves ends the journal if nothing proves that it was flushed (a torn tail), and is
/// <see cref="StorageFault.JournalDamaged"/> if a later record does. What follows the end is zeroed, so that remains of
/// a torn flush can never follow a new record.
/// </remarks>
internal sealed class JournalRecovery
{
    private readonly IDevice _device;
    private readonly byte[] _first;
    private readonly byte[] _second;
    private readonly uint _named;
    private bool _repaired;
    private long _repairedAt;

    private JournalRecovery(IDevice device)
    {
        _device = device;
        byte[] header = new byte[LogHeader.Size];
        device.Read(0, header);
        _named = LogHeader.HalfBytesIn(header);
        long half = _named > 0 ? _named : device.Length / 2;
        _first = new byte[half];
        _second = new byte[half];
        device.Read(0, _first);
        device.Read(_first.Length, _second);
    }

    public List<byte[]> Payloads { get; } = [];

    public List<RecoveryNote> Notes { get; } = [];

    public LogTail Tail { get; private set; }

    /// <summary>Recovers one segment; the header must be this chain's and this validator's.</summary>
    public static (JournalSegment Segment, JournalRecovery Found) Run(IDevice device, JournalIdentity identity)
    {
        JournalRecovery found = new(device);
        LogHeader header = found.RecoverHeader(identity);
        found.RecoverRecords(header);
        found.ClearAfterTail();
        if (found._repaired)
        {
            found.Notes.Add(new RecoveryNote(
                device.Path, found._repairedAt, "repaired damaged bytes from their second copy"));
        }

        device.Flush(); // repairs, and what a killed process wrote without flushing
        return (new JournalSegment(device, header), found);
    }

    /// <summary>Whether the journal is this chain's and this validator's, by its header.</summary>
    public static void RequireOwn(IDevice device, JournalIdentity identity) =>
        new JournalRecovery(device).ReadHeader(identity, out _);

    private LogHeader RecoverHeader(JournalIdentity identity)
    {
        LogHeader header = ReadHeader(identity, out bool firstGood);
        header.RequireSegment(JournalSegment.NumberOf(_device.Name), _device.Path);
        RecoverLength();
        Reconcile(0, LogHeader.Size, firstGood);
        return header;
    }

    private LogHeader ReadHeader(JournalIdentity identity, out bool firstGood)
    {
        firstGood = LogHeader.IsWhole(_first);
        if (!firstGood && !LogHeader.IsWhole(_second))
        {
            throw Damaged(0);
        }

        LogHeader header = LogHeader.Read(
            firstGood ? _first : _second, LogFormat.Journal, new LogIdentity(identity.ChainId), _device.Path);
        return header.Owner == identity.Owner
            ? header
            : throw new StorageFaultException(StorageFault.ForeignValidator, _device.Path, 52,
                $"The journal is of validator {header.Owner}, not {identity.Owner}.");
    }

    /// <summary>A file that lost its end has its first copy whole, or it has forgotten promises that nothing else proves.</summary>
    private void RecoverLength()
    {
        long length = _device.Length;
        if (_named == 0 || length == 2L * _named)
        {
            return;
        }

        if (length < _named)
        {
            throw Damaged((int)length);
        }

        Notes.Add(new RecoveryNote(_device.Path, length, $"gave back its length of {2L * _named} bytes, from {length}"));
        _device.Truncate(2L * _named);
    }

    private void RecoverRecords(LogHeader header)
    {
        int limit = LogFormat.Journal.MaximumPayloadBytes;
        Tail = new LogTail(LogHeader.Size, header.FirstSequence);
        while (TryRecord(header.Salt, limit, out RecordFrame frame))
        {
            Tail = new LogTail(Tail.Offset + frame.Total, frame.Sequence + 1);
        }

        int at = (int)Tail.Offset;
        bool lostFirst = header.Segment > 0 && Payloads.Count == 0; // its snapshot was flushed before it had a name
        if (lostFirst
            || RecordFrame.ProvesFlushed(_first.AsSpan(at), header.Salt, limit, Tail.NextSequence)
            || RecordFrame.ProvesFlushed(_second.AsSpan(at), header.Salt, limit, Tail.NextSequence))
        {
            throw Damaged(at);
        }
    }

    private bool TryRecord(uint salt, int limit, out RecordFrame frame)
    {
        int at = (int)Tail.Offset;
        bool inFirst = Good(_first, out frame, out ReadOnlySpan<byte> payload);
        if (!inFirst && !Good(_second, out frame, out payload))
        {
            return false;
        }

        Payloads.Add(payload.ToArray());
        Reconcile(at, frame.Total, inFirst);
        return true;

        bool Good(byte[] half, out RecordFrame found, out ReadOnlySpan<byte> body) =>
            RecordFrame.TryRead(half.AsSpan(at), salt, limit, out found, out body)
            && found.Sequence == Tail.NextSequence;
    }

    /// <summary>Makes both copies of a stretch equal to the good one.</summary>
    private void Reconcile(int at, int length, bool firstIsGood)
    {
        Span<byte> good = (firstIsGood ? _first : _second).AsSpan(at, length);
        Span<byte> other = (firstIsGood ? _second : _first).AsSpan(at, length);
        if (!good.SequenceEqual(other))
        {
            good.CopyTo(other);
            long place = firstIsGood ? _first.Length + (long)at : at;
            _device.Write(place, good);
            _repairedAt = _repaired ? _repairedAt : place;
            _repaired = true;
        }
    }

    private void ClearAfterTail()
    {
        int at = (int)Tail.Offset;
        bool torn = Clear(_first.AsSpan(at), at);
        torn |= Clear(_second.AsSpan(at), _first.Length + (long)at);
        if (torn)
        {
            Notes.Add(new RecoveryNote(_device.Path, at, "cleared the remains of a torn flush"));
        }
    }

    private bool Clear(Span<byte> rest, long offset)
    {
        int last = rest.LastIndexOfAnyExcept((byte)0);
        if (last >= 0)
        {
            _device.Write(offset, new byte[last + 1]);
        }

        return last >= 0;
    }

    private StorageFaultException Damaged(int offset) => new(
        StorageFault.JournalDamaged, _device.Path, offset, "Both copies of a promise are bad.");
}

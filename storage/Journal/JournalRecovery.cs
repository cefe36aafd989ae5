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
    private bool _repaired;

    private JournalRecovery(IDevice device)
    {
        _device = device;
        _first = new byte[device.Length / 2];
        _second = new byte[device.Length / 2];
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
            found.Notes.Add(new RecoveryNote(device.Name, 0, "repaired damaged bytes from their mirror copy"));
        }

        device.Flush(); // repairs, and what a killed process wrote without flushing
        return (new JournalSegment(device, header), found);
    }

    private LogHeader RecoverHeader(JournalIdentity identity)
    {
        bool firstGood = LogHeader.IsWhole(_first);
        if (!firstGood && !LogHeader.IsWhole(_second))
        {
            throw Damaged(0);
        }

        LogHeader header = LogHeader.Read(
            firstGood ? _first : _second, LogFormat.Journal, identity.ChainId, _device.Name);
        if (header.Owner != identity.ValidatorIndex)
        {
            throw new StorageFaultException(StorageFault.ForeignValidator, _device.Name, 0,
                $"The journal is of validator {header.Owner}: never run two nodes, or another's, on one journal.");
        }

        Reconcile(0, LogHeader.Size, firstGood);
        return header;
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
            _device.Write(firstIsGood ? _first.Length + (long)at : at, good);
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
            Notes.Add(new RecoveryNote(_device.Name, at, "cleared the remains of a torn flush"));
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
        StorageFault.JournalDamaged, _device.Name, offset,
        "Promises may be lost: start in rejoin mode (PROTOCOL.md D2); do not restore an old copy.");
}

using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Storage.Blocks;

/// <summary>Cuts the batch log and the block log of a stopped node at their first damage; what is cut is kept aside.</summary>
/// <remarks>
/// <para>Nothing a validator has promised is in these logs: the journal has it. A validator whose block log is shorter is one
/// that was behind when it stopped, so it fetches the rest from its peers (PROTOCOL.md V5 to V7) and may vote meanwhile. It may
/// serve no block that it has not fetched again: until then it counts among the f faulty of N3, hence one at a time.</para>
/// <para>Runs again after a crash at any point. Files of another chain, version or secret are refused, not repaired.</para>
/// </remarks>
public sealed class LogRepair
{
    private readonly IDirectory _directory;
    private readonly LogIdentity _identity;
    private readonly List<RecoveryNote> _notes = [];

    private LogRepair(IDirectory directory, LogIdentity identity)
    {
        _directory = directory;
        _identity = identity;
    }

    /// <summary>Makes both logs such that opening them succeeds; says what was done.</summary>
    public static IReadOnlyList<RecoveryNote> Run(IDirectory directory, LogIdentity identity)
    {
        directory.DeleteUnfinished();
        LogRepair repair = new(directory, identity);
        repair.RepairBatches();
        repair.RepairBlocks();
        return repair._notes;
    }

    private void RepairBatches()
    {
        uint first = BatchLog.FirstIn(_directory, _identity);
        ulong next = first == 0 ? 0 : FirstSequenceIn(BatchLog.NameOf(first));
        uint segment = first;
        while (_directory.Exists(BatchLog.NameOf(segment))
            && Repair(BatchLog.NameOf(segment), LogFormat.Batches, segment, next) is { } tail)
        {
            next = tail.NextSequence;
            segment++;
            if (tail.Offset == 0)
            {
                break; // it was cut: nothing may follow it
            }
        }

        string from = BatchLog.NameOf(segment);
        foreach (string name in _directory.List().Where(n => BatchLog.IsName(n) && string.CompareOrdinal(n, from) >= 0))
        {
            SetAside(name, "what it follows is gone");
        }

        if (segment == first)
        {
            BatchLog.Create(_directory, _identity, first);
        }
    }

    /// <summary>Of the oldest file that pruning left; what it follows is gone, so only it knows.</summary>
    private ulong FirstSequenceIn(string name)
    {
        if (!_directory.Exists(name))
        {
            return 0;
        }

        using IDevice device = _directory.Open(name);
        byte[] header = new byte[LogHeader.Size];
        device.Read(0, header);
        return LogHeader.IsWhole(header) ? LogScanner.Start(device, LogFormat.Batches, _identity).Header.FirstSequence : 0;
    }

    private void RepairBlocks()
    {
        if (!_directory.Exists(BlockLog.Name) || Repair(BlockLog.Name, LogFormat.Blocks, 0, 1) is null)
        {
            BlockLog.Create(_directory, _identity);
            return;
        }

        using BatchLog batches = BatchLog.Open(_directory, _identity);
        using IDevice device = _directory.Open(BlockLog.Name);
        long cut = long.MaxValue;
        LogScanner.Start(device, LogFormat.Blocks, _identity).ReadAll((offset, frame, payload) =>
        {
            bool whole = batches.HoldsAll(StoredBlock.Decode(frame.Sequence, payload));
            cut = whole ? cut : Math.Min(cut, offset);
        });
        if (cut < long.MaxValue)
        {
            Cut(device, cut, "a batch of the block there is gone");
        }
    }

    /// <summary>Where the file ends now, with offset 0 when it was cut; null when it was set aside as a whole.</summary>
    private LogTail? Repair(string name, LogFormat format, uint segment, ulong first)
    {
        using IDevice device = _directory.Open(name);
        try
        {
            LogScanner scanner = Start(device, format, segment, first);
            if (scanner.Header.FirstSequence != first)
            {
                throw new StorageFaultException(StorageFault.MisplacedFile, device.Path, 64);
            }

            return CutIfSealed(device, segment, Scan(device, scanner));
        }
        catch (StorageFaultException fault) when (fault.Fault is StorageFault.HeaderDamaged or StorageFault.MisplacedFile)
        {
            SetAside(name, fault.Fault.ToString());
            return null;
        }
    }

    /// <summary>A damaged header is written anew when the record behind it is this file's first.</summary>
    private LogScanner Start(IDevice device, LogFormat format, uint segment, ulong first)
    {
        byte[] start = new byte[LogHeader.Size + RecordFrame.Size];
        device.Read(0, start);
        if (!LogHeader.IsWhole(start)
            && RecordFrame.TryReadHeader(
                start.AsSpan(LogHeader.Size), _identity.Salt, format.MaximumPayloadBytes, out RecordFrame frame)
            && frame.Sequence == first)
        {
            LogHeader header = new()
            {
                Format = format,
                ChainId = _identity.ChainId,
                Salt = _identity.Salt,
                Segment = segment,
                FirstSequence = first,
            };
            device.Write(0, header.ToArray());
            device.Flush();
            _notes.Add(new RecoveryNote(device.Path, 0, "wrote the damaged header anew"));
        }

        LogScanner scanner = LogScanner.Start(device, format, _identity);
        scanner.Header.RequireSegment(segment, device.Path);
        return scanner;
    }

    private LogTail Scan(IDevice device, LogScanner scanner)
    {
        LogTail tail = new(LogHeader.Size, scanner.Header.FirstSequence);
        try
        {
            return scanner.ReadAll((offset, frame, _) => tail = new LogTail(offset + frame.Total, frame.Sequence + 1));
        }
        catch (StorageFaultException fault) when (fault.Fault == StorageFault.CorruptRecord)
        {
            Cut(device, fault.Offset, "a record there is damaged");
            return tail with { Offset = 0 };
        }
    }

    /// <summary>A file with a successor was flushed whole: what follows its records is garbage, not a torn tail.</summary>
    private LogTail CutIfSealed(IDevice device, uint segment, LogTail tail)
    {
        if (tail.Offset > 0 && tail.Offset < device.Length && _directory.Exists(BatchLog.NameOf(segment + 1))
            && BatchLog.IsName(device.Name))
        {
            Cut(device, tail.Offset, "what is there is no record");
        }

        return tail;
    }

    private void Cut(IDevice device, long offset, string why)
    {
        string aside = Free($"{device.Name}.from-{offset}");
        _directory.Publish(aside, 0, copy => CopyRest(device, offset, copy)).Dispose();
        _notes.Add(new RecoveryNote(
            device.Path, offset, $"cut {device.Length - offset} bytes, kept in {aside}, to be fetched again from the peers: {why}"));
        device.Truncate(offset);
        device.Flush();
    }

    private void SetAside(string name, string why)
    {
        string aside = Free(name);
        _directory.Rename(name, aside);
        _directory.FlushDirectory();
        _notes.Add(new RecoveryNote(
            _directory.PathOf(name), 0, $"renamed to {aside}, its content to be fetched again from the peers: {why}"));
    }

    private string Free(string name)
    {
        int number = 1;
        while (_directory.Exists($"{name}.damaged-{number}"))
        {
            number++;
        }

        return $"{name}.damaged-{number}";
    }

    private static void CopyRest(IDevice source, long offset, IDevice copy)
    {
        byte[] chunk = new byte[1 << 20];
        for (long at = offset; at < source.Length; at += chunk.Length)
        {
            int read = source.Read(at, chunk);
            copy.Write(at - offset, chunk.AsSpan(0, read));
        }
    }
}

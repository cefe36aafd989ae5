using Ledger.Cryptography.Hashing;
using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Storage.Blocks;

/// <summary>The truth: one record per committed block, heights 1, 2, 3 and so on without a gap.</summary>
/// <remarks>
/// <para>PROTOCOL.md section 5. A record's sequence number is its height. Batches are flushed before blocks, so a
/// flushed block has its batches. After a crash, a block that no flush covered and whose batches are missing is cut, as
/// if the log had ended before it; a flushed one without its batches is <see cref="StorageFault.BatchMissing"/>.</para>
/// <para>Opening reads the whole file: about 1 GB/s. Memory: 8 bytes per block. One thread.</para>
/// </remarks>
public sealed class BlockLog : IDisposable
{
    private const byte BlockKind = 1;
    internal const string Name = "blocks.log";
    private readonly BatchLog _batches;
    private readonly List<long> _offsets = [];
    private readonly List<RecoveryNote> _notes = [];
    private AppendLog _log = null!;

    private BlockLog(BatchLog batches)
    {
        _batches = batches;
    }

    /// <summary>Height of the last block; 0 when there is none.</summary>
    public ulong Head => (ulong)_offsets.Count;

    /// <summary>Height of the last block that a crash cannot take.</summary>
    public ulong DurableHead => _log.DurableSequence - 1;

    /// <summary>What opening cut.</summary>
    public IReadOnlyList<RecoveryNote> Notes => _notes;

    /// <summary>Creates an empty block log; set-up only.</summary>
    public static void Create(IDirectory directory, LogIdentity identity) =>
        AppendLog.Create(directory, Name, new LogHeader
        {
            Format = LogFormat.Blocks,
            ChainId = identity.ChainId,
            Salt = identity.Salt,
            FirstSequence = 1,
        }).Dispose();

    /// <summary>
    /// Opens the log over its batch log, which must have been opened since the crash and not written to.
    /// </summary>
    public static BlockLog Open(IDirectory directory, LogIdentity identity, BatchLog batches)
    {
        BlockLog blocks = new(batches);
        ulong flushedBelow = 0;
        ulong incomplete = ulong.MaxValue;
        blocks._log = AppendLog.Open(directory, Name, LogFormat.Blocks, identity, Index, blocks._notes);
        blocks._log.Header.RequireSegment(0, blocks._log.Path);
        if (incomplete != ulong.MaxValue)
        {
            blocks.CutIncomplete(incomplete, flushedBelow);
        }

        return blocks;

        void Index(long offset, RecordFrame frame, ReadOnlySpan<byte> payload)
        {
            blocks._offsets.Add(offset);
            flushedBelow = Math.Max(flushedBelow, frame.Durable);
            bool complete = Array.TrueForAll(StoredBlock.Decode(frame.Sequence, payload).Batches, batches.Holds);
            incomplete = complete ? incomplete : Math.Min(incomplete, frame.Sequence);
        }
    }

    /// <summary>Adds the next block; durable after <see cref="Flush"/>.</summary>
    public void Append(ulong height, ReadOnlySpan<byte> payload, ReadOnlySpan<BatchLocation> batches)
    {
        if (height != Head + 1)
        {
            throw new InvalidOperationException($"Block {height} cannot follow block {Head}.");
        }

        _offsets.Add(_log.Append(BlockKind, StoredBlock.EncodeLocations(batches), payload));
    }

    /// <summary>Hands appended blocks and batches to their files without waiting for durability.</summary>
    public void Write()
    {
        _batches.Write();
        _log.Write();
    }

    /// <summary>Makes every appended block durable, its batches before it.</summary>
    public void Flush()
    {
        _batches.Flush();
        _log.Flush();
    }

    /// <summary>
    /// Reads a block from 1 to <see cref="Head"/>; bad bytes are <see cref="StorageFault.CorruptRecord"/>.
    /// </summary>
    public StoredBlock Read(ulong height)
    {
        ArgumentOutOfRangeException.ThrowIfZero(height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, Head);
        return StoredBlock.Decode(height, _log.Read(_offsets[(int)height - 1]));
    }

    /// <summary>What to throw when a batch of a stored block cannot be read.</summary>
    public StorageFaultException Lacks(ulong height, Digest batch)
    {
        (string file, long offset) = _batches.DamagedAt(batch) ?? (_log.Path, _offsets[(int)height - 1]);
        return new StorageFaultException(
            StorageFault.BatchMissing, file, offset, $"Batch {batch.Short} of block {height} is damaged or gone.");
    }

    /// <summary>
    /// Forgets the blocks above a height, durably: for tails that recovery finds unusable, never for committed ones.
    /// </summary>
    public void TruncateTo(ulong height)
    {
        if (height < Head)
        {
            _log.CutAt(_offsets[(int)height], height + 1);
            _offsets.RemoveRange((int)height, (int)(Head - height));
        }
    }

    /// <summary>Closes the file; blocks not written are lost, as in a crash.</summary>
    public void Dispose() => _log.Dispose();

    private void CutIncomplete(ulong height, ulong flushedBelow)
    {
        long offset = _offsets[(int)height - 1];
        if (height < flushedBelow)
        {
            throw new StorageFaultException(
                StorageFault.BatchMissing, _log.Path, offset, $"Block {height} was flushed but a batch of it is gone.");
        }

        _notes.Add(new RecoveryNote(_log.Path, offset, $"cut from block {height} on: a crash took a batch of it"));
        TruncateTo(height - 1);
    }
}

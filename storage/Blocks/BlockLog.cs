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
    private readonly Dictionary<uint, ulong> _lastOf = [];
    private AppendLog _log = null!;

    private BlockLog(BatchLog batches)
    {
        _batches = batches;
    }

    /// <summary>Height of the last block; 0 when there is none.</summary>
    public ulong Head => (ulong)_offsets.Count;

    /// <summary>Height of the last block that a crash cannot take.</summary>
    public ulong DurableHead => _log.DurableSequence - 1;

    /// <summary>The highest block of which a body is not here: pruned, or never fetched. Those above it can be executed again.</summary>
    public ulong Horizon { get; private set; }

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
            StoredBlock block = StoredBlock.Decode(frame.Sequence, payload);
            blocks.Horizon = block.Batches is null ? block.Height : blocks.Horizon;
            blocks.NoteBodies(block.Height, block.Batches);
            bool complete = batches.HoldsAll(block);
            incomplete = complete ? incomplete : Math.Min(incomplete, frame.Sequence);
        }
    }

    /// <summary>Adds the next block; durable after <see cref="Flush"/>.</summary>
    public void Append(ulong height, ReadOnlySpan<byte> payload, ReadOnlySpan<BatchLocation> batches)
    {
        RequireNext(height);
        _offsets.Add(_log.Append(BlockKind, StoredBlock.EncodeLocations(batches), payload));
        NoteBodies(height, batches);
    }

    /// <summary>Adds the next block without its batches, as it comes with a snapshot.</summary>
    public void AppendWithoutBodies(ulong height, ReadOnlySpan<byte> payload)
    {
        RequireNext(height);
        _offsets.Add(_log.Append(BlockKind, StoredBlock.EncodeNoBodies(), payload));
        Horizon = height;
    }

    /// <summary>Deletes the files of batches that no block above a height needs, and none of <paramref name="kept"/> lies in.</summary>
    /// <returns>The new <see cref="Horizon"/>.</returns>
    public ulong PruneBodies(ulong upTo, IEnumerable<Digest> kept)
    {
        uint first = _batches.LastSegment;
        foreach ((uint segment, ulong last) in _lastOf)
        {
            first = last > upTo ? Math.Min(first, segment) : first;
        }

        foreach (Digest digest in kept)
        {
            first = _batches.TryLocate(digest, out BatchLocation place) ? Math.Min(first, place.Segment) : first;
        }

        _batches.Prune(Math.Max(first, _batches.FirstSegment));
        foreach (uint pruned in _lastOf.Keys.Where(segment => segment < _batches.FirstSegment).ToArray())
        {
            Horizon = Math.Max(Horizon, _lastOf[pruned]);
            _lastOf.Remove(pruned);
        }

        return Horizon;
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
            Horizon = Math.Min(Horizon, height);
        }
    }

    /// <summary>Closes the file; blocks not written are lost, as in a crash.</summary>
    public void Dispose() => _log.Dispose();

    private void RequireNext(ulong height)
    {
        if (height != Head + 1)
        {
            throw new InvalidOperationException($"Block {height} cannot follow block {Head}.");
        }
    }

    private void NoteBodies(ulong height, ReadOnlySpan<BatchLocation> batches)
    {
        foreach (BatchLocation batch in batches)
        {
            if (_batches.IsPruned(batch))
            {
                Horizon = height;
            }
            else
            {
                _lastOf[batch.Segment] = height;
            }
        }
    }

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

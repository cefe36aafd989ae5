using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Engine.Execution;
using Ledger.Engine.Snapshots;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Snapshots;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Storage.Blocks;
using Ledger.Storage.State;

namespace Ledger.Engine.Backups;

/// <summary>Believes a backup part by part, from the genesis on, like a snapshot (PROTOCOL.md S1), and may write it.</summary>
/// <remarks>
/// Every part has its place, so that nothing can be left out, doubled or swapped. Memory: one part, and the state's entries when it
/// writes. After a fault it must not be given any more.
/// </remarks>
public sealed class BackupCheck
{
    private readonly EpochHistory _genesis;
    private readonly SignatureSuites _suites;
    private readonly LedgerStores? _stores;
    private readonly SnapshotWriter? _writer;
    private readonly Queue<BlockRecord> _run = new();
    private readonly Queue<Digest> _awaited = new();
    private readonly List<BatchLocation> _places = [];
    private readonly List<MapEntry> _entries = [];
    private SnapshotOutline? _outline;
    private EpochHistory? _history;
    private Digest _tip;
    private Height _nextBlock = Height.Genesis.Next;
    private Height _bodiesFrom;
    private ulong _nextLeaf;
    private int _nextPart;
    private bool _ended;

    /// <param name="into">Empty stores that become those of the backup; null when it is only to be checked.</param>
    public BackupCheck(Genesis genesis, SignatureSuites suites, LedgerStores? into, EngineOptions options)
    {
        Digest origin = GenesisState.Of(genesis, new Executor(genesis, new ReplayWindow(), suites)).Block.Hash;
        (_genesis, _suites, _stores, _tip) = (EpochHistory.Of(genesis), suites, into, origin);
        _writer = into is null ? null : new SnapshotWriter(into, genesis, origin, options);
    }

    /// <summary>The part that has to come next; none behind the last.</summary>
    public BackupPart Expected
        => _outline is not { } outline ? BackupPart.Outline
            : _awaited.Count > 0 ? BackupPart.Batch
            : _nextBlock <= outline.Header.Height ? BackupPart.Blocks
            : _nextLeaf < outline.Header.LogSize ? BackupPart.Leaves
            : _nextPart < SnapshotOutline.MapParts ? BackupPart.Entries
            : _ended ? BackupPart.None
            : BackupPart.End;

    /// <summary>Why a part was <see cref="BackupFault.PartNotBelieved"/>.</summary>
    public SnapshotFault Why { get; private set; }

    /// <summary>The height it is of; 0 before its outline was believed.</summary>
    public Height Height => _outline?.Header.Height ?? default;

    /// <summary>Leaves of the anchor log at that height.</summary>
    public ulong Leaves => _outline?.Header.LogSize ?? 0;

    /// <summary>The highest block so far that came without its batches.</summary>
    public Height Horizon { get; private set; }

    /// <summary>Takes the next part; whatever is not believed leaves no trace in the stores but what was believed before it.</summary>
    public BackupFault Take(BackupPart part, ReadOnlySpan<byte> bytes)
    {
        if (part != Expected || part == BackupPart.None)
        {
            return BackupFault.PartOutOfOrder;
        }

        Why = part switch
        {
            BackupPart.Outline => TakeOutline(bytes),
            BackupPart.Blocks => TakeBlocks(bytes),
            BackupPart.Leaves => TakeLeaves(bytes),
            BackupPart.Entries => TakeEntries(bytes),
            BackupPart.End => TakeEnd(bytes),
            _ => SnapshotFault.None,
        };
        return Why != SnapshotFault.None ? BackupFault.PartNotBelieved
            : part == BackupPart.Batch ? TakeBatch(bytes)
            : BackupFault.None;
    }

    private SnapshotFault TakeOutline(ReadOnlySpan<byte> bytes)
    {
        WireReader reader = new(bytes);
        SnapshotOutline? outline = SnapshotOutline.Read(ref reader);
        if (outline is null || reader.Finish() != DecodeFault.None)
        {
            return SnapshotFault.Malformed;
        }

        SnapshotFault fault = outline.Judge(_genesis, _suites, out _history);
        _outline = fault == SnapshotFault.None ? outline : null;
        return fault;
    }

    private SnapshotFault TakeBlocks(ReadOnlySpan<byte> bytes)
    {
        WireReader reader = new(bytes);
        Height from = reader.Height();
        if (reader.Failed)
        {
            return SnapshotFault.Malformed;
        }

        SnapshotFault fault = PieceCheck.TryRun(
            reader.Take(reader.Remaining), _nextBlock, _outline!, _history!, _suites, out IReadOnlyList<BlockRecord> run);
        bool follows = fault != SnapshotFault.None || run[0].Block.Parent == _tip;
        bool isOfRun = fault != SnapshotFault.None || from == Height.Genesis || (from >= _nextBlock && from <= run[^1].Block.Height);
        if (fault != SnapshotFault.None || !follows || !isOfRun)
        {
            return fault != SnapshotFault.None ? fault : follows ? SnapshotFault.Malformed : SnapshotFault.BrokenRun;
        }

        (_tip, _nextBlock, _bodiesFrom) = (run[^1].Block.Hash, run[^1].Block.Height.Next, from);
        foreach (BlockRecord record in run)
        {
            _run.Enqueue(record);
        }

        KeepWhole();
        return SnapshotFault.None;
    }

    private BackupFault TakeBatch(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BatchLog.MaximumBatchBytes || Sha256.Hash(bytes) != _awaited.Peek())
        {
            return BackupFault.WrongBatch;
        }

        Digest digest = _awaited.Dequeue();
        if (_stores is { } stores)
        {
            _places.Add(stores.Batches.Append(digest, bytes));
        }

        if (_awaited.Count == 0)
        {
            Keep(_run.Dequeue(), hasBodies: true);
            KeepWhole();
        }

        return BackupFault.None;
    }

    /// <summary>Writes blocks up to the next that waits for a batch.</summary>
    private void KeepWhole()
    {
        while (_run.TryPeek(out BlockRecord? record))
        {
            bool hasBodies = _bodiesFrom != Height.Genesis && record.Block.Height >= _bodiesFrom;
            foreach (Digest digest in hasBodies ? record.Block.Batches : [])
            {
                _awaited.Enqueue(digest);
            }

            if (_awaited.Count > 0)
            {
                return;
            }

            Keep(_run.Dequeue(), hasBodies);
        }

        _writer?.Derive(Height, int.MaxValue);
    }

    private void Keep(BlockRecord record, bool hasBodies)
    {
        Horizon = hasBodies ? Horizon : record.Block.Height;
        _writer?.AppendBlock(record, hasBodies ? [.. _places] : null);
        _places.Clear();
    }

    private SnapshotFault TakeLeaves(ReadOnlySpan<byte> bytes)
    {
        AnchorTileList tiles = new();
        TwinDigest root = _outline!.LeafRoots[(int)(_nextLeaf / SnapshotOutline.PieceLeaves)];
        SnapshotFault fault = PieceCheck.TryLeaves(bytes, root, tiles);
        if (fault == SnapshotFault.None)
        {
            _writer?.AppendLeaves(_nextLeaf, bytes, tiles);
            _nextLeaf += SnapshotOutline.PieceLeaves;
        }

        return fault;
    }

    private SnapshotFault TakeEntries(ReadOnlySpan<byte> bytes)
    {
        SnapshotFault fault = PieceCheck.TryEntries(
            bytes, _nextPart, _outline!.MapRoots[_nextPart].Hash, out IReadOnlyList<MapEntry> entries);
        _nextPart += fault == SnapshotFault.None ? 1 : 0;
        _entries.AddRange(_writer is null ? [] : entries);
        return fault;
    }

    private SnapshotFault TakeEnd(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0)
        {
            return SnapshotFault.Malformed;
        }

        _writer?.Install(_outline!, _entries);
        _ended = true;
        return SnapshotFault.None;
    }
}

using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Snapshots;
using Ledger.Storage.State;

namespace Ledger.Engine.Snapshots;

/// <summary>Takes over a snapshot from several peers at once: asks for pieces, believes each by itself, writes them in order.</summary>
/// <remarks>
/// PROTOCOL.md S1. Told everything, like the replica; it stands in the replica's place while it is at work. At most
/// <see cref="AheadPieces"/> pieces of a kind are asked for or wait at a time. Whoever sends what is not believed is not asked again.
/// </remarks>
public sealed class SnapshotSync
{
    /// <summary>Most pieces of blocks, and of leaves, that are asked for or wait for one before them.</summary>
    public const int AheadPieces = 8;

    /// <summary>Blocks whose transactions are made findable in one turn.</summary>
    private const int DerivedPerTurn = 128;

    private const ulong OfferRetryMs = 1_000;

    private readonly EngineSetup _setup;
    private readonly SnapshotWriter _writer;
    private readonly EpochHistory _genesis;
    private readonly PieceSources _sources = new();
    private readonly Dictionary<(PieceKind Kind, ulong First), Asked> _asked = [];
    private readonly SortedDictionary<ulong, IReadOnlyList<BlockRecord>> _blocks = [];
    private readonly SortedDictionary<ulong, (ReadOnlyMemory<byte> Records, AnchorTileList Tiles)> _leaves = [];
    private readonly IReadOnlyList<MapEntry>?[] _entries = new IReadOnlyList<MapEntry>?[SnapshotOutline.MapParts];
    private SnapshotOutline? _outline;
    private Digest _entriesOf;
    private EpochHistory? _history;
    private ulong? _seekMs = 0;
    private ulong _nowMs;
    private long _bytes;
    private long _refused;
    private SnapshotFault _lastFault;

    internal SnapshotSync(EngineSetup setup, Digest origin)
    {
        _setup = setup;
        _writer = new SnapshotWriter(setup.Stores, setup.Genesis, origin, setup.Options);
        _genesis = EpochHistory.Of(setup.Genesis);
    }

    /// <summary>The stores are those of a snapshot: the engine can go on from there.</summary>
    public bool IsDone { get; private set; }

    /// <summary>When the next turn is due though nothing arrives; 0 while something can be derived.</summary>
    public ulong? DueMs
        => _outline is { } outline && _writer.HasToDerive(outline.Header.Height) ? 0
            : _asked.Count == 0 ? _seekMs ?? _nowMs + OfferRetryMs
            : _asked.Values.Min(a => a.AtMs) + PieceSources.PatienceMs;

    public SnapshotProgress Progress => new(
        _outline?.Header.Height ?? default, _writer.NextBlock.Value - 1, _writer.NextLeaf, _outline?.Header.LogSize ?? 0,
        _entries.Count(e => e is not null), _bytes, _refused, _lastFault);

    public void Note(ValidatorIndex peer) => _sources.Note(peer);

    /// <summary>Takes an outline if it is believed and goes further than what is here.</summary>
    public SnapshotFault Take(SnapshotOffer offer)
    {
        _sources.Note(offer.Sender);
        SnapshotFault fault = offer.Outline.Judge(_genesis, _setup.Suites, out EpochHistory? history);
        if (fault != SnapshotFault.None)
        {
            Refuse(offer.Sender, fault);
        }
        else if (_outline is null && offer.Outline.Header.Height > _writer.Floor)
        {
            (_outline, _history, _seekMs) = (offer.Outline, history, null);
            Forget(offer.Outline.Header.StateRoot);
        }

        return fault;
    }

    public SnapshotFault Take(SnapshotPiece piece, ulong nowMs)
    {
        if (!_asked.TryGetValue((piece.Piece, piece.First), out Asked asked) || asked.Peer != piece.Sender || _outline is null)
        {
            return SnapshotFault.None; // late: it was asked of another meanwhile
        }

        _asked.Remove((piece.Piece, piece.First));
        if (piece.Bytes.Length == 0)
        {
            TakeNothing(piece, nowMs);
            return SnapshotFault.None;
        }

        _bytes += piece.Bytes.Length;
        SnapshotFault fault = piece.Piece switch
        {
            PieceKind.Blocks => TakeBlocks(piece, _outline),
            PieceKind.Leaves => TakeLeaves(piece),
            _ => TakeEntries(piece),
        };
        if (fault != SnapshotFault.None)
        {
            Refuse(piece.Sender, fault);
        }

        return fault;
    }

    /// <summary>Parts of the state only those have who made the same snapshot; when nobody has it any longer, there is a newer.</summary>
    private void TakeNothing(SnapshotPiece piece, ulong nowMs)
    {
        if (piece.Piece != PieceKind.Entries)
        {
            _sources.Pause(piece.Sender, nowMs);
        }
        else if (!_sources.NoteWithout(piece.Sender))
        {
            _seekMs ??= nowMs;
        }
    }

    /// <summary>Writes what can be written, and says what to ask of whom.</summary>
    public IReadOnlyList<(ValidatorIndex To, Message Request)> Step(ulong nowMs)
    {
        _nowMs = nowMs;
        if (_outline is { } outline)
        {
            Write(outline);
        }

        foreach (((PieceKind, ulong) piece, Asked asked) in _asked.Where(a => nowMs >= a.Value.AtMs + PieceSources.PatienceMs).ToArray())
        {
            _asked.Remove(piece);
            _sources.Pause(asked.Peer, nowMs);
        }

        return IsDone ? [] : _seekMs is { } due ? Seek(due, nowMs) : [.. Ask(nowMs)];
    }

    private IReadOnlyList<(ValidatorIndex, Message)> Seek(ulong dueMs, ulong nowMs)
    {
        _outline = null;
        _asked.Clear();
        if (nowMs < dueMs)
        {
            return [];
        }

        _seekMs = nowMs + OfferRetryMs;
        return _sources.Next(_ => 0, ofSnapshot: false, nowMs) is { } peer
            ? [(peer, new FetchSnapshot(ValidatorIndex.None, _writer.Floor))]
            : [];
    }

    private void Write(SnapshotOutline outline)
    {
        while (_blocks.Count > 0 && _blocks.First() is { } run && run.Key <= _writer.NextBlock.Value)
        {
            _blocks.Remove(run.Key);
            if (!_writer.AppendBlocks(run.Value))
            {
                _lastFault = SnapshotFault.BrokenRun; // two certified chains: more than f validators are faulty
                _refused++;
            }
        }

        bool begun = _writer.HasBegun || _writer.NextBlock > outline.Header.Height;
        while (begun && _leaves.Count > 0 && _leaves.First() is { } piece && piece.Key <= _writer.NextLeaf)
        {
            _leaves.Remove(piece.Key);
            _writer.AppendLeaves(piece.Key, piece.Value.Records.Span, piece.Value.Tiles);
        }

        _writer.FlushIfDue(isLast: IsBelow(outline));
        _writer.Derive(outline.Header.Height, DerivedPerTurn);
        if (IsBelow(outline) && !_writer.HasToDerive(outline.Header.Height) && Array.TrueForAll(_entries, e => e is not null))
        {
            _writer.Install(outline, [.. _entries.SelectMany(e => e!)]);
            IsDone = true;
        }
    }

    /// <summary>Blocks and leaves are all here: what is left is of this snapshot alone.</summary>
    private bool IsBelow(SnapshotOutline outline)
        => _writer.NextBlock > outline.Header.Height && _writer.NextLeaf >= outline.Header.LogSize;

    private IEnumerable<(ValidatorIndex To, Message Request)> Ask(ulong nowMs)
    {
        foreach ((PieceKind kind, ulong first, ulong last) in Wanted(_outline!).ToArray())
        {
            if (_sources.Next(peer => _asked.Values.Count(a => a.Peer == peer), kind == PieceKind.Entries, nowMs) is not { } peer)
            {
                SeekIfNobodyHolds(kind, nowMs);
                yield break;
            }

            _asked[(kind, first)] = new Asked(peer, last, nowMs);
            yield return (peer, new FetchPiece(ValidatorIndex.None, _outline!.Header.Height, kind, first, last));
        }
    }

    /// <summary>Whoever holds this snapshot lied, or is gone perhaps: the others have newer ones.</summary>
    private void SeekIfNobodyHolds(PieceKind kind, ulong nowMs)
    {
        if (kind == PieceKind.Entries && _asked.Count == 0 && !_sources.AnyMayHold(nowMs))
        {
            _seekMs ??= nowMs;
        }
    }

    private IEnumerable<(PieceKind Kind, ulong First, ulong Last)> Wanted(SnapshotOutline outline)
    {
        if (IsBelow(outline))
        {
            return Enumerable.Range(0, SnapshotOutline.MapParts)
                .Where(part => _entries[part] is null && !_asked.ContainsKey((PieceKind.Entries, (ulong)part)))
                .Select(part => (PieceKind.Entries, (ulong)part, (ulong)part));
        }

        return [.. WantedBlocks(outline.Header.Height.Value), .. WantedLeaves(outline.Header.LogSize)];
    }

    private IEnumerable<(PieceKind Kind, ulong First, ulong Last)> WantedBlocks(ulong target)
    {
        ulong at = _writer.NextBlock.Value;
        for (int ahead = 0; ahead < AheadPieces && at <= target; ahead++)
        {
            ulong last = Math.Min(target, at + SnapshotServer.BlocksPerPiece - 1);
            if (_blocks.TryGetValue(at, out IReadOnlyList<BlockRecord>? here))
            {
                last = at + (ulong)here.Count - 1;
            }
            else if (_asked.TryGetValue((PieceKind.Blocks, at), out Asked asked))
            {
                last = asked.Last;
            }
            else
            {
                yield return (PieceKind.Blocks, at, last);
            }

            at = last + 1;
        }
    }

    private IEnumerable<(PieceKind Kind, ulong First, ulong Last)> WantedLeaves(ulong leaves)
    {
        ulong at = _writer.NextLeaf - (_writer.NextLeaf % SnapshotOutline.PieceLeaves);
        for (int ahead = 0; ahead < AheadPieces && at < leaves && _writer.NextLeaf < leaves; ahead++, at += SnapshotOutline.PieceLeaves)
        {
            if (!_leaves.ContainsKey(at) && !_asked.ContainsKey((PieceKind.Leaves, at)))
            {
                yield return (PieceKind.Leaves, at, Math.Min(leaves, at + SnapshotOutline.PieceLeaves) - 1);
            }
        }
    }

    private SnapshotFault TakeBlocks(SnapshotPiece piece, SnapshotOutline outline)
    {
        SnapshotFault fault = PieceCheck.TryRun(
            piece.Bytes.Span, new Height(piece.First), outline, _history!, _setup.Suites, out IReadOnlyList<BlockRecord> run);
        if (fault == SnapshotFault.None)
        {
            _blocks[piece.First] = run;
        }

        return fault;
    }

    private SnapshotFault TakeLeaves(SnapshotPiece piece)
    {
        AnchorTileList tiles = new();
        TwinDigest root = _outline!.LeafRoots[(int)(piece.First / SnapshotOutline.PieceLeaves)];
        SnapshotFault fault = PieceCheck.TryLeaves(piece.Bytes.Span, root, tiles);
        if (fault == SnapshotFault.None)
        {
            _leaves[piece.First] = (piece.Bytes, tiles);
        }

        return fault;
    }

    private SnapshotFault TakeEntries(SnapshotPiece piece)
    {
        int part = (int)piece.First;
        SnapshotFault fault = PieceCheck.TryEntries(
            piece.Bytes.Span, part, _outline!.MapRoots[part].Hash, out IReadOnlyList<MapEntry> entries);
        _entries[part] = fault == SnapshotFault.None ? entries : null;
        return fault;
    }

    private void Refuse(ValidatorIndex peer, SnapshotFault fault)
    {
        _sources.Distrust(peer);
        (_lastFault, _refused) = (fault, _refused + 1);
    }

    /// <summary>What was believed under another outline; blocks and leaves that were written stay, and parts of the same state.</summary>
    private void Forget(Digest state)
    {
        _sources.Begin();
        _asked.Clear();
        _blocks.Clear();
        _leaves.Clear();
        if (state != _entriesOf)
        {
            Array.Clear(_entries);
        }

        _entriesOf = state;
    }

    private readonly record struct Asked(ValidatorIndex Peer, ulong Last, ulong AtMs);
}

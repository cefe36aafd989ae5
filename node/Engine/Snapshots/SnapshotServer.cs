using Ledger.Engine.Backups;
using Ledger.Engine.Execution;
using Ledger.Engine.Receipts;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Snapshots;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Engine.Snapshots;

/// <summary>Offers the state as of a certified height, and serves it in pieces.</summary>
/// <remarks>
/// A snapshot costs nothing to make: the state is a value, and blocks and leaves never change. It is made when somebody asks, and
/// while two are held, what has changed since in the state map is held in up to three versions.
/// </remarks>
public sealed class SnapshotServer(LedgerStores stores, Chain chain, ReceiptService receipts)
{
    /// <summary>Shortest time between two snapshots, whatever is asked for; pieces are served for as long again at least.</summary>
    /// <remarks>
    /// To make one costs the hashes of up to 65,535 leaves: without this bound one peer could ask for a new one with each block,
    /// and whoever takes over another would lose it before it has all of it.
    /// </remarks>
    public const ulong PauseMs = 30_000;

    /// <summary>Most blocks of one piece: those asked for, and on to the certificate that covers them.</summary>
    public const int MaximumBlocks = BlocksPerPiece + (int)ChainParameters.LargestWindow;

    /// <summary>Blocks that one piece is asked for.</summary>
    public const int BlocksPerPiece = 64;

    private const int Kept = 2;

    private readonly List<Held> _held = [];

    /// <summary>Null when there is nothing of a greater height, or the head waits for its certificate.</summary>
    public SnapshotOutline? Offer(LedgerState state, Height above, ulong nowMs)
    {
        bool due = _held.Count == 0 || (nowMs >= _held[0].MadeMs + PauseMs && state.Block.Height > _held[0].Height);
        if (due && state.Block.Height > above && TryOutline(state) is { } outline)
        {
            _held.Insert(0, new Held(outline, state, nowMs));
            _held.RemoveRange(Math.Min(Kept, _held.Count), Math.Max(0, _held.Count - Kept));
        }

        return _held.Count > 0 && _held[0].Height > above ? _held[0].Outline : null;
    }

    /// <summary>The state itself, for a backup, which outlasts snapshots; null at height 0, or when the head has no certificate.</summary>
    public BackupSource? Freeze(LedgerState state)
        => state.Block.Height > Height.Genesis && TryOutline(state) is { } outline ? new BackupSource(outline, state) : null;

    /// <summary>The bytes of a piece; none when it is not here, or not any longer.</summary>
    public byte[] Answer(FetchPiece asked) => asked.Piece switch
    {
        PieceKind.Blocks => Blocks(asked.First, asked.Last),
        PieceKind.Leaves => Leaves(asked.First, asked.Last),
        PieceKind.Entries => Entries(asked.Snapshot, asked.First),
        _ => [],
    };

    private byte[] Blocks(ulong first, ulong last)
    {
        if (first == 0 || first > last || last > chain.Head.Value)
        {
            return [];
        }

        List<byte[]> records = [];
        int certified = 0;
        long bytes = 0;
        for (ulong at = first; at <= chain.Head.Value && records.Count < MaximumBlocks; at++)
        {
            BlockRecord record = chain.Read(new Height(at));
            records.Add(record.Encode());
            bytes += records[^1].Length + sizeof(uint);
            if (bytes > SnapshotPiece.MaximumBytes - sizeof(uint))
            {
                break;
            }

            certified = record.Certificate is null ? certified : records.Count;
            if (certified > 0 && (at >= last || bytes > SnapshotPiece.MaximumBytes / 2))
            {
                break;
            }
        }

        return certified == 0 ? [] : PieceCodec.EncodeBlocks(records[..certified]);
    }

    private byte[] Leaves(ulong first, ulong last)
    {
        bool isPiece = first % SnapshotOutline.PieceLeaves == 0 && last >= first && last - first < SnapshotOutline.PieceLeaves
            && last < stores.Anchors.Size;
        if (!isPiece)
        {
            return [];
        }

        byte[] records = new byte[((int)(last - first) + 1) * LeafRecord.Size];
        stores.Anchors.ReadRecords(first, records);
        return records;
    }

    private byte[] Entries(Height snapshot, ulong part)
    {
        if (part >= SnapshotOutline.MapParts || _held.Find(h => h.Height == snapshot) is not { } held)
        {
            return [];
        }

        byte[] bytes = PieceCodec.EncodeEntries(held.State.Map.EntriesOf((int)part, SnapshotOutline.MapDepth));
        return bytes.Length <= SnapshotPiece.MaximumBytes ? bytes : [];
    }

    private SnapshotOutline? TryOutline(LedgerState state)
    {
        BlockRecord head = chain.Read(state.Block.Height);
        if (head.Certificate is not { } certificate)
        {
            return null; // a descendant's covers it; the next head may have its own
        }

        List<EpochLink> links = [];
        for (uint epoch = 1; epoch <= head.Block.Header.Epoch.Value; epoch++)
        {
            links.Add(receipts.Link(new Epoch(epoch))!);
        }

        return new SnapshotOutline(
            links, head.Block.Header, certificate, LeafRoots(state.Log.Size), state.Map.RootsAt(SnapshotOutline.MapDepth));
    }

    /// <summary>The roots of full pieces are stored, as tiles of the second level; the last is hashed.</summary>
    private TwinDigest[] LeafRoots(ulong leaves)
    {
        TwinDigest[] roots = new TwinDigest[SnapshotOutline.PiecesOf(leaves)];
        Span<byte> pair = stackalloc byte[TwinDigest.Size];
        ulong full = leaves / SnapshotOutline.PieceLeaves;
        for (ulong piece = 0; piece < full; piece++)
        {
            stores.Anchors.ReadTileRoots(2, piece, pair);
            roots[piece] = new TwinDigest(pair);
        }

        if (full < (ulong)roots.Length)
        {
            byte[] rest = new byte[(int)(leaves - (full * SnapshotOutline.PieceLeaves)) * LeafRecord.Size];
            stores.Anchors.ReadRecords(full * SnapshotOutline.PieceLeaves, rest);
            roots[full] = AnchorFrontier.Empty.Append(rest, new AnchorTileList()).Root;
        }

        return roots;
    }

    private sealed record Held(SnapshotOutline Outline, LedgerState State, ulong MadeMs)
    {
        public Height Height => Outline.Header.Height;
    }
}

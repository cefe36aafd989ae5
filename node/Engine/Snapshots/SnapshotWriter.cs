using Ledger.Cryptography.Hashing;
using Ledger.Engine.Execution;
using Ledger.Protocol;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Snapshots;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Storage.Anchors;
using Ledger.Storage.Blocks;
using Ledger.Storage.State;

namespace Ledger.Engine.Snapshots;

/// <param name="origin">The hash of block 0.</param>
/// <summary>Brings the stores to a snapshot, in order and so that a stop at any point loses only what was not flushed.</summary>
/// <remarks>
/// Blocks and leaves are appended as they are believed, for they are the same in every later snapshot: blocks first, since a block
/// without its bodies is what tells a start to go on. What is derived from blocks alone follows them. The authenticated entries come last
/// and all at once, with the height that they are of; until then <see cref="StateKeys.Restoring"/> stands in the state, and a start goes on
/// where this one ended.
/// </remarks>
internal sealed class SnapshotWriter(LedgerStores stores, Genesis genesis, Digest origin, EngineOptions options)
{
    /// <summary>Bytes of blocks and leaves after which they are flushed: what a stop at most costs to be fetched again.</summary>
    private const long UnflushedBytes = 4 << 20;

    private readonly Chain _chain = new(stores.Blocks, stores.Certificates);
    private long _unflushed;
    private ulong _checkpoint = stores.State.Height;
    private readonly byte[] _standing = StateKeys.ValueOf(StandingAt(stores));
    private Digest? _tip;

    /// <summary>The first height that is not here.</summary>
    public Height NextBlock => _chain.Head.Next;

    /// <summary>The first leaf that is not here.</summary>
    public ulong NextLeaf => stores.Anchors.Size;

    /// <summary>Of no use is a snapshot that is not above this height.</summary>
    public Height Floor => new(Math.Max(stores.State.Height, Math.Max(stores.Blocks.Head, 1) - 1));

    /// <summary>Blocks whose transactions are not found yet.</summary>
    public bool HasToDerive(Height target) => stores.State.Height < Math.Min(stores.Blocks.Head, target.Value - 1);

    /// <summary>A start would go on with what is here: a block stands in the log that it could not execute.</summary>
    public bool HasBegun => IsNeeded(stores);

    /// <summary>Whether a start has to go on with what was begun, or lacks bodies that it would have to execute.</summary>
    public static bool IsNeeded(LedgerStores stores)
        => stores.State.TryGet(StateKeys.Restoring, out _) || stores.State.Height < stores.Blocks.Horizon;

    /// <summary>The height of the last whole state, while there is no newer one; what is authenticated in the store is of it.</summary>
    public static Height StandingAt(LedgerStores stores)
        => stores.State.TryGet(StateKeys.Restoring, out byte[] height) ? StateKeys.HeightOf(height) : new Height(stores.State.Height);

    /// <summary>Appends what follows the block log; false when it is not the log's own continuation.</summary>
    public bool AppendBlocks(IReadOnlyList<BlockRecord> run)
    {
        BlockRecord[] rest = [.. run.SkipWhile(r => r.Block.Height < NextBlock)];
        if (rest.Length == 0 || rest[0].Block.Height != NextBlock || rest[0].Block.Parent != Tip)
        {
            return rest.Length == 0;
        }

        foreach (BlockRecord record in rest)
        {
            byte[] bytes = record.Encode();
            stores.Blocks.AppendWithoutBodies(record.Block.Height.Value, bytes);
            _unflushed += bytes.Length;
        }

        _tip = rest[^1].Block.Hash;
        stores.Blocks.Write();
        return true;
    }

    /// <summary>Appends the block that follows the block log.</summary>
    /// <param name="batches">Where its batches are in the batch log; null when they are not.</param>
    public void AppendBlock(BlockRecord record, BatchLocation[]? batches)
    {
        Invariant.Holds(record.Block.Parent == Tip, "the next block of a backup follows the one before");
        if (batches is null)
        {
            stores.Blocks.AppendWithoutBodies(record.Block.Height.Value, record.Encode());
        }
        else
        {
            stores.Blocks.Append(record.Block.Height.Value, record.Encode(), batches);
        }

        _tip = record.Block.Hash;
        stores.Blocks.Write();
    }

    /// <summary>Appends what follows the anchor log of a piece, and the tiles it completes.</summary>
    public void AppendLeaves(ulong first, ReadOnlySpan<byte> records, AnchorTileList tiles)
    {
        int here = (int)(stores.Anchors.Size - first) * LeafRecord.Size;
        stores.Anchors.Append(records[Math.Min(here, records.Length)..]);
        _unflushed += Math.Max(0, records.Length - here);
        foreach (AnchorTileRoot tile in tiles.AsSpan())
        {
            if (tile.TileLevel == 1)
            {
                AppendTile(1, tile.Index + (first / AnchorTree.TileWidth), tile.Root);
            }
        }
    }

    /// <summary>Derives from so many blocks where their transactions are found.</summary>
    public void Derive(Height target, int blocks)
    {
        for (int left = blocks; left > 0 && HasToDerive(target); left--)
        {
            Height height = new(stores.State.Height + 1);
            List<StateWrite> writes = [new StateWrite(StateKeys.Restoring, _standing)];
            Locators.Add(stores.State, height, _chain.Read(height).Outcomes, writes);
            stores.State.Apply(height.Value, writes);
        }

        if (stores.State.Height >= _checkpoint + options.CheckpointBlocks)
        {
            Checkpoint();
        }
    }

    /// <summary>The last step: the state is that of the snapshot from here on.</summary>
    public void Install(SnapshotOutline outline, IReadOnlyList<MapEntry> entries)
    {
        BlockHeader header = outline.Header;
        Invariant.Holds(
            _chain.Head == header.Height && NextLeaf == header.LogSize && !HasToDerive(header.Height),
            "blocks, leaves and locators of a snapshot are here before its entries");
        AnchorFrontier log = new AnchorProver(stores.Anchors).FrontierAt(header.LogSize);
        Invariant.Holds(log.Root.Sha256 == header.LogRoot && log.Root.Sm3 == header.LogRootSm3, "believed leaves give the header's roots");
        List<StateWrite> writes = [new(StateKeys.Head, Adoption.HeadRecord(Tip, header.TimeMs, log)), new(StateKeys.Restoring, null)];
        AddEntries(entries, writes);
        Locators.Add(stores.State, header.Height, _chain.Read(header.Height).Outcomes, writes);
        stores.State.Apply(header.Height.Value, writes);
        Checkpoint();
    }

    /// <summary>Blocks and leaves become durable: often enough, and when the last of them is here.</summary>
    public void FlushIfDue(bool isLast)
    {
        if (_unflushed >= UnflushedBytes || (isLast && _unflushed > 0))
        {
            Flush();
        }
    }

    /// <summary>The truth before what is derived from it.</summary>
    public void Checkpoint()
    {
        Flush();
        stores.State.Checkpoint();
        _checkpoint = stores.State.Height;
    }

    /// <summary>What stands there of an older height goes; the issuers of the genesis are nowhere but in that.</summary>
    private void AddEntries(IReadOnlyList<MapEntry> entries, List<StateWrite> writes)
    {
        HashSet<Digest> kept = [.. entries.Select(e => SparseMerkleMap.PathOf(e.Key))];
        stores.State.Scan([], (key, _) =>
        {
            if (key[0] < StateKeys.FirstDerived && !kept.Contains(SparseMerkleMap.PathOf(key)))
            {
                writes.Add(new StateWrite(key.ToArray(), null));
            }
        });
        MapEntry[] origin = [.. genesis.Issuers.Select(i => new MapEntry(StateKeys.Issuer(i.Index), i.Encode()))];
        writes.AddRange(entries
            .Where(e => !Array.Exists(origin, o => o.Key.AsSpan().SequenceEqual(e.Key) && o.Value.AsSpan().SequenceEqual(e.Value)))
            .Select(e => new StateWrite(e.Key, e.Value)));
    }

    private void Flush()
    {
        stores.Blocks.Flush();
        stores.Anchors.Flush();
        _unflushed = 0;
    }

    private void AppendTile(int level, ulong index, TwinDigest root)
    {
        if (index < stores.Anchors.TileCount(level))
        {
            return;
        }

        byte[] pair = new byte[TwinDigest.Size];
        root.CopyTo(pair);
        stores.Anchors.AppendTileRoots(level, index, pair);
        if (level < AnchorStore.Levels && index % AnchorTree.TileWidth == AnchorTree.TileWidth - 1)
        {
            AppendTile(level + 1, index / AnchorTree.TileWidth, TileAbove(level, index + 1 - AnchorTree.TileWidth));
        }
    }

    private TwinDigest TileAbove(int level, ulong first)
    {
        byte[] roots = new byte[AnchorTree.TileWidth * TwinDigest.Size];
        stores.Anchors.ReadTileRoots(level, first, roots);
        TwinDigest[] nodes = [.. Enumerable.Range(0, AnchorTree.TileWidth)
            .Select(i => new TwinDigest(roots.AsSpan(i * TwinDigest.Size, TwinDigest.Size)))];
        while (nodes.Length > 1)
        {
            nodes = [.. Enumerable.Range(0, nodes.Length / 2).Select(i => MerkleHash.Node(nodes[2 * i], nodes[(2 * i) + 1]))];
        }

        return nodes[0];
    }

    /// <summary>The hash of the last block here; of block 0 when there is none.</summary>
    private Digest Tip => _tip ??= _chain.Head == Height.Genesis
        ? origin
        : _chain.Read(_chain.Head).Block.Hash;
}

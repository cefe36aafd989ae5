using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Merkle;

namespace Ledger.Client.Logs;

/// <summary>Reads a log from whoever serves it: believes its checkpoints by a policy, and its tiles by their hashes.</summary>
public sealed class LogReader(ILogSource source, LogTrust trust)
{
    private const int ParallelReads = 8;

    public ILogSource Source => source;

    public LogTrust Trust => trust;

    /// <summary>The newest checkpoint, believed.</summary>
    /// <exception cref="LogException">There is none, or it is not believed.</exception>
    public async Task<SeenCheckpoint> NewestAsync(CancellationToken cancellation)
    {
        byte[]? note = await source.ReadAsync("checkpoint", SignedNote.MaximumBytes, cancellation).ConfigureAwait(false);
        return trust.Believe(note ?? throw new LogException(LogFault.NotThere, $"{source.Name}: no checkpoint is published"), source.Name);
    }

    /// <summary>A proof of a leaf that holds, and the leaf in its extra bytes.</summary>
    /// <exception cref="LogException">The log is shorter, or its tiles do not lead to its root.</exception>
    public async Task<TlogProof> ProveAsync(ulong leaf, SeenCheckpoint at, CancellationToken cancellation)
    {
        ulong size = at.Head.Size;
        if (leaf >= size)
        {
            throw new LogException(LogFault.NoSuchLeaf, $"{source.Name}: the log has {size} leaves");
        }

        TilePath bundle = LogTiles.Holding(TilePath.Entries, leaf, size);
        byte[] records = RecordsOf(bundle, await ReadAsync(bundle, cancellation).ConfigureAwait(false));
        byte[] record = records.AsSpan((int)(leaf % AnchorTree.TileWidth) * AnchorTree.RecordLength, AnchorTree.RecordLength).ToArray();
        TileTree tree = await TreeAsync(size, t => t.ProveInclusion(leaf, size), cancellation).ConfigureAwait(false);
        TlogProof proof = new(record, leaf, tree.ProveInclusion(leaf, size), at.Note);
        return proof.Holds(trust.Hash, record, at.Head)
            ? proof
            : throw new LogException(LogFault.NotOfRoot, $"{source.Name}: leaf {leaf} does not lead to the root of {size} leaves");
    }

    /// <summary>Sees that a later tree begins with an earlier one.</summary>
    /// <exception cref="LogException">Fork when it does not, with both notes; not of root when the tiles prove neither.</exception>
    public async Task ContinueAsync(SeenCheckpoint earlier, SeenCheckpoint later, CancellationToken cancellation)
    {
        (Checkpoint older, Checkpoint newer) = (earlier.Head, later.Head);
        if (older.Size == 0 || older.Size == newer.Size)
        {
            Require(older.Size == 0 || older.Root == newer.Root, earlier, later);
            return;
        }

        TileTree tree = await TreeAsync(newer.Size, t => Roots(t, older.Size, newer.Size), cancellation).ConfigureAwait(false);
        (Digest before, Digest after) = Roots(tree, older.Size, newer.Size);
        if (after != newer.Root)
        {
            throw new LogException(LogFault.NotOfRoot, $"{source.Name}: the tiles do not lead to the root of {newer.Size} leaves");
        }

        Require(before == older.Root, earlier, later);
    }

    /// <summary>A path between two trees of the log, as its tiles give it (RFC 6962 2.1.2); proven by whoever has both roots.</summary>
    public async Task<IReadOnlyList<Digest>> ProveConsistencyAsync(ulong older, ulong newer, CancellationToken cancellation)
    {
        TileTree tree = await TreeAsync(newer, t => t.ProveConsistency(older, newer), cancellation).ConfigureAwait(false);
        return tree.ProveConsistency(older, newer);
    }

    /// <summary>The records of a bundle, in one piece.</summary>
    public async Task<byte[]> RecordsAsync(TilePath bundle, CancellationToken cancellation)
        => RecordsOf(bundle, await ReadAsync(bundle, cancellation).ConfigureAwait(false));

    /// <summary>Both roots from the smallest node that both trees have, which comes of the tiles like the path.</summary>
    private (Digest Older, Digest Newer) Roots(TileTree tree, ulong older, ulong newer)
    {
        IReadOnlyList<Digest> path = tree.ProveConsistency(older, newer);
        return System.Numerics.BitOperations.IsPow2(older)
            ? trust.Hash.RootsFrom(older, newer, tree.RootAt(older), [.. path])
            : trust.Hash.RootsFrom(older, newer, path[0], [.. path.Skip(1)]);
    }

    private void Require(bool isSame, SeenCheckpoint earlier, SeenCheckpoint later)
    {
        if (!isSame)
        {
            throw new LogException(
                LogFault.Fork,
                $"{source.Name}: the log of {later.Head.Size} leaves does not begin with the one of {earlier.Head.Size} that was seen",
                new LogEvidence(LogFault.Fork, earlier.Note, later.Note, source.Name));
        }
    }

    /// <summary>A tree over the tiles that a question needs, all fetched before it is asked.</summary>
    private async Task<TileTree> TreeAsync(ulong size, Action<TileTree> question, CancellationToken cancellation)
    {
        Dictionary<TilePath, byte[]> tiles = [];
        foreach (TilePath[] some in TileTree.Needed(size, question).Chunk(ParallelReads))
        {
            byte[][] read = await Task.WhenAll(some.Select(path => ReadAsync(path, cancellation))).ConfigureAwait(false);
            foreach ((TilePath path, byte[] tile) in some.Zip(read))
            {
                tiles[path] = tile;
            }
        }

        return new TileTree(trust.Hash, size, path => tiles[path]);
    }

    /// <summary>A tile or a bundle of exactly its length; of one that is no longer partial, the begin.</summary>
    private async Task<byte[]> ReadAsync(TilePath path, CancellationToken cancellation)
    {
        int length = path.Width * (path.IsEntries ? LogTiles.EntryBytes : Digest.Size);
        byte[]? bytes = await source.ReadAsync($"{path}", LogTiles.MaximumBytes, cancellation).ConfigureAwait(false);
        if (bytes is null && !path.IsFull)
        {
            bytes = await source.ReadAsync($"{path.Whole}", LogTiles.MaximumBytes, cancellation).ConfigureAwait(false);
            bytes = bytes?.Length > length ? bytes[..length] : bytes;
        }

        return bytes is null ? throw new LogException(LogFault.NotThere, $"{source.Name}: no {path}")
            : bytes.Length != length ? throw new LogException(LogFault.Malformed, $"{source.Name}: {path} has {bytes.Length} bytes")
            : bytes;
    }

    private byte[] RecordsOf(TilePath bundle, byte[] bytes)
        => LogTiles.RecordsOf(bytes, bundle.Width) ?? throw new LogException(LogFault.Malformed, $"{source.Name}: {bundle} is no bundle");
}

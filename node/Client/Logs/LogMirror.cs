using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Merkle;

namespace Ledger.Client.Logs;

/// <summary>Keeps a verified copy of a whole log in a folder that any web server can serve.</summary>
/// <remarks>
/// The checkpoint is written last, when every leaf up to it was hashed to its root; what lies beyond it was left by an interruption and
/// is written again. A source that shows less than before, or another log, is refused and the copy stays as it was.
/// </remarks>
public sealed class LogMirror(ILogSource source, LogTrust trust, string folder)
{
    private const string CheckpointName = "checkpoint";
    private const int ParallelReads = 8;

    private readonly LogReader _reader = new(source, trust);
    private readonly FolderLog _copy = new(folder);

    /// <summary>What the folder has; null for a new one.</summary>
    /// <exception cref="LogException">Its checkpoint is not believed, or its tiles do not lead to it.</exception>
    public SeenCheckpoint? Load()
    {
        if (_copy.Find(CheckpointName, SignedNote.MaximumBytes) is not { } note)
        {
            return null;
        }

        SeenCheckpoint had = trust.Believe(note, folder);
        Require(had.Head, folder);
        return had;
    }

    /// <summary>Copies what is new.</summary>
    /// <exception cref="LogException">What is shown is refused.</exception>
    public async Task<MirrorReport> AdvanceAsync(CancellationToken cancellation)
    {
        SeenCheckpoint? had = Load();
        SeenCheckpoint newest = await _reader.NewestAsync(cancellation).ConfigureAwait(false);
        if (had is not null)
        {
            await CompareAsync(had, newest, cancellation).ConfigureAwait(false);
        }

        await CopyAsync(had?.Head.Size ?? 0, newest.Head, cancellation).ConfigureAwait(false);
        _copy.Put(CheckpointName, newest.Note.Encode());
        return new MirrorReport(had?.Head.Size ?? 0, newest);
    }

    private async Task CompareAsync(SeenCheckpoint had, SeenCheckpoint newest, CancellationToken cancellation)
    {
        if (newest.Head.Size < had.Head.Size)
        {
            throw new LogException(
                LogFault.Rollback,
                $"{source.Name}: shows {newest.Head.Size} leaves, and {had.Head.Size} before",
                new LogEvidence(LogFault.Rollback, had.Note, newest.Note, source.Name));
        }

        await _reader.ContinueAsync(had, newest, cancellation).ConfigureAwait(false);
    }

    private async Task CopyAsync(ulong size, Checkpoint newest, CancellationToken cancellation)
    {
        MirrorTiles tiles = new(trust.Hash, size, Had, (path, bytes) => _copy.Put($"{path}", bytes));
        while (tiles.Size < newest.Size)
        {
            TilePath[] bundles = [.. Bundles(tiles.Size, newest.Size)];
            byte[][] records = await Task.WhenAll(bundles.Select(b => _reader.RecordsAsync(b, cancellation))).ConfigureAwait(false);
            foreach ((TilePath bundle, byte[] some) in bundles.Zip(records))
            {
                Add(tiles, bundle, some);
            }
        }

        tiles.Close();
        Require(newest, source.Name);
    }

    private void Add(MirrorTiles tiles, TilePath bundle, byte[] records)
    {
        if (!tiles.TryAdd(records))
        {
            throw new LogException(LogFault.NotOfRoot, $"{source.Name}: {bundle} begins with other entries than before");
        }

        _copy.Put($"{bundle}", LogTiles.Bundle(records));
    }

    /// <summary>The next few bundles, the first of which may begin with entries that are there already.</summary>
    private static IEnumerable<TilePath> Bundles(ulong from, ulong to)
    {
        ulong first = from / AnchorTree.TileWidth;
        for (ulong index = first; index < first + ParallelReads && index * AnchorTree.TileWidth < to; index++)
        {
            yield return LogTiles.Holding(TilePath.Entries, index * AnchorTree.TileWidth, to);
        }
    }

    private void Require(Checkpoint head, string whose)
    {
        if (new TileTree(trust.Hash, head.Size, path => Had(path)).RootAt(head.Size) != head.Root)
        {
            throw new LogException(LogFault.NotOfRoot, $"{whose}: the entries do not lead to the root of {head.Size} leaves");
        }
    }

    private byte[] Had(TilePath path)
        => _copy.Find($"{path}", LogTiles.MaximumBytes) is { } bytes && bytes.Length == path.Width * Digest.Size
            ? bytes
            : throw new LogException(LogFault.NotOfRoot, $"{folder}: {path} is missing or cut");
}

using Ledger.Cryptography.Hashing;
using Ledger.Engine.Backups;
using Ledger.Engine.Snapshots;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Snapshots;
using Ledger.Storage.Blocks;

namespace Ledger.Engine;

/// <summary>What a backup is read from while the engine goes on: each answer is one piece, as peers are given it.</summary>
public sealed partial class LedgerEngine
{
    /// <summary>The state as it is now; null when the head waits for its certificate, or nothing is committed.</summary>
    public BackupSource? BeginBackup() => _sync is null ? _parts.Snapshots.Freeze(State) : null;

    /// <summary>A run of blocks from a height on, and the highest block without its batches; null when it is not here any longer.</summary>
    public (byte[] Run, Height Horizon)? ReadBlocks(BackupSource backup, Height first)
    {
        ulong last = Math.Min(backup.Height.Value, first.Value + SnapshotServer.BlocksPerPiece - 1);
        return Read(backup, PieceKind.Blocks, first.Value, last) is { } run ? (run, Horizon) : null;
    }

    /// <summary>One piece of leaf records; null when it is not here any longer.</summary>
    public byte[]? ReadLeaves(BackupSource backup, ulong first)
        => Read(backup, PieceKind.Leaves, first, Math.Min(backup.Leaves, first + SnapshotOutline.PieceLeaves) - 1);

    /// <summary>The bytes of a batch; null when it is pruned, or damaged.</summary>
    public byte[]? ReadBatch(Digest digest)
        => _sync is null && _parts.Stores.Batches.TryRead(digest, out byte[] batch) == BatchRead.Found ? batch : null;

    private byte[]? Read(BackupSource backup, PieceKind kind, ulong first, ulong last)
    {
        FetchPiece asked = new(ValidatorIndex.None, backup.Height, kind, first, last);
        return _sync is null && _parts.Snapshots.Answer(asked) is { Length: > 0 } piece ? piece : null;
    }
}

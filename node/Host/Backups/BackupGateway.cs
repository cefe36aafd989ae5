using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Google.Protobuf;
using Ledger.Client.Errors;
using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Engine.Backups;
using Ledger.Engine.Snapshots;
using Ledger.Node.Rpc;
using Ledger.Node.Running;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Snapshots;

namespace Ledger.Node.Backups;

/// <summary>Streams a backup of the running node to whoever can read its data directory.</summary>
/// <remarks>
/// One at a time, at no more than a peer is answered with in a second, each piece read between two turns of the engine and the next only
/// when the client has taken the last: it costs consensus what one peer costs that takes over a snapshot.
/// </remarks>
internal sealed class BackupGateway(EngineLoop loop, Digest chainId, byte[] token, long bytesPerSecond) : IOperatorGateway
{
    private const int ChunkBytes = 256 * 1024;

    /// <summary>How long the head may wait for a certificate: every block has its own, or a descendant's at most W away.</summary>
    private static readonly TimeSpan HeadPatience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan HeadPause = TimeSpan.FromMilliseconds(20);

    private int _underWay;

    public async IAsyncEnumerable<BackupBytes> BackupAsync(
        BackupRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        RequireOperator(request);
        if (Interlocked.Exchange(ref _underWay, 1) != 0)
        {
            throw new RpcException(ErrorCode.Busy, "another backup of this node is being made");
        }

        try
        {
            yield return Chunk(BackupFrame.Header(chainId));
            ulong number = 0;
            await foreach ((BackupPart part, byte[] bytes) in PartsAsync(cancellation))
            {
                byte[] prefix = BackupFrame.Prefix(part, bytes.Length);
                yield return Chunk(prefix);
                for (int at = 0; at < bytes.Length; at += ChunkBytes)
                {
                    yield return Chunk(bytes.AsMemory(at, Math.Min(ChunkBytes, bytes.Length - at)));
                }

                yield return Chunk(BackupFrame.Suffix(number++, prefix, bytes));
                await Task.Delay(TimeSpan.FromSeconds((double)bytes.Length / bytesPerSecond), cancellation);
            }
        }
        finally
        {
            Volatile.Write(ref _underWay, 0);
        }
    }

    /// <summary>Loopback is no proof: a proxy of this machine lets the world in, and so may any of its users.</summary>
    private void RequireOperator(BackupRequest request)
    {
        if (!CryptographicOperations.FixedTimeEquals(request.Token.Span, token))
        {
            throw new RpcException(ErrorCode.NotOperator, "the token is not that of this node's data directory");
        }
    }

    private async IAsyncEnumerable<(BackupPart Part, byte[] Bytes)> PartsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        BackupSource source = await BeginAsync(cancellation);
        yield return (BackupPart.Outline, source.Outline);
        for (Height next = Height.Genesis.Next; next <= source.Height;)
        {
            (byte[] run, Height horizon) = await AskAsync(engine => engine.ReadBlocks(source, next), cancellation);
            IReadOnlyList<BlockRecord> records = PieceCodec.DecodeBlocks(run, SnapshotServer.MaximumBlocks)!;
            Height last = records[^1].Block.Height;
            Height from = horizon < last ? new Height(Math.Max(horizon.Value + 1, next.Value)) : Height.Genesis;
            yield return (BackupPart.Blocks, new WireWriter().Height(from).Raw(run).ToArray());
            foreach (Digest digest in records.Where(r => from > Height.Genesis && r.Block.Height >= from).SelectMany(r => r.Block.Batches))
            {
                yield return (BackupPart.Batch, await AskAsync(engine => engine.ReadBatch(digest), cancellation));
            }

            next = last.Next;
        }

        for (ulong first = 0; first < source.Leaves; first += SnapshotOutline.PieceLeaves)
        {
            ulong piece = first;
            yield return (BackupPart.Leaves, await AskAsync(engine => engine.ReadLeaves(source, piece), cancellation));
        }

        for (int part = 0; part < SnapshotOutline.MapParts; part++)
        {
            yield return (BackupPart.Entries, source.EntriesOf(part));
        }

        yield return (BackupPart.End, []);
    }

    private async Task<BackupSource> BeginAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(HeadPatience);
        try
        {
            while (true)
            {
                if (await loop.AskAsync(engine => engine.BeginBackup(), patience.Token) is { } source)
                {
                    return source;
                }

                await Task.Delay(HeadPause, patience.Token);
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new RpcException(ErrorCode.NotReady, "nothing is committed here yet, or the node takes over a snapshot");
        }
    }

    private async Task<byte[]> AskAsync(Func<LedgerEngine, byte[]?> question, CancellationToken cancellation)
        => await loop.AskAsync(question, cancellation) ?? throw Gone();

    private async Task<(byte[] Run, Height Horizon)> AskAsync(
        Func<LedgerEngine, (byte[] Run, Height Horizon)?> question, CancellationToken cancellation)
        => await loop.AskAsync(question, cancellation) ?? throw Gone();

    private static RpcException Gone()
        => new(ErrorCode.NotReady, "what had to be read next is not here any longer: begin again");

    private static BackupBytes Chunk(ReadOnlyMemory<byte> bytes) => new() { Data = UnsafeByteOperations.UnsafeWrap(bytes) };
}

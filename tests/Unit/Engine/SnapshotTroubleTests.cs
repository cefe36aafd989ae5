using Ledger.Engine;
using Ledger.Engine.Snapshots;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Snapshots;
using Ledger.Protocol.Transactions;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Unit.Engine;

/// <summary>What real processes met while one of them took over a snapshot: kills, peers that are gone, pieces too large (S1).</summary>
public sealed class SnapshotTroubleTests
{
    private static readonly EngineOptions Eager = new(SnapshotAboveBlocks: 10);

    [Fact]
    public void Leaves_that_were_here_before_a_kill_are_not_fetched_again()
    {
        SnapshotWorld world = new(Eager with { SnapshotAboveBlocks = 1 });
        for (int i = 0; i < 5; i++)
        {
            world.Server.Submit(world.Server.Bulk(i, leaves: 30_000));
            world.Server.DriveUntil(() => world.Server.Engine.State.Log.Size > (ulong)i * 30_000 + 1);
        }

        int pieces = 0;
        world.Lies = (_, frame) =>
        {
            pieces += PieceIn(frame)?.Piece == PieceKind.Leaves ? 1 : 0;
            return frame;
        };
        world.Connect();
        world.DriveUntil(() => world.Client.Engine.Restoring is { LeavesOf: > 0 } at && at.Leaves == at.LeavesOf);
        world.Client.Crash(_ => 0);
        world.Connect();
        world.CatchUp();

        Assert.Equal((int)SnapshotOutline.PiecesOf(world.Server.Engine.State.Log.Size), pieces);
    }

    [Fact]
    public void A_log_that_was_cut_below_the_last_whole_state_is_filled_again()
    {
        SnapshotWorld world = new(Eager with { CheckpointBlocks = 1 });
        world.Grow(0, 5);
        world.Connect();
        world.DriveUntil(() => world.Client.Engine.State.Block.Height.Value == 5);
        world.Grow(5, 30);
        world.Tell();
        world.DriveUntil(() => world.Client.Engine.Restoring is { Blocks: > 0 });

        world.Client.Stores.Blocks.TruncateTo(2);
        world.Client.Crash(_ => 0);
        Assert.Equal(Height.Genesis, world.Client.Engine.State.Block.Height);
        world.Connect();

        world.CatchUp();
        world.RequireTwin();
    }

    /// <summary>Each peer has the snapshot that it was asked for itself, as peers of a chain that goes on have.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whoever_alone_has_the_snapshot_may_fall_silent_or_lie(bool lies)
    {
        SnapshotWorld world = new(Eager);
        HashSet<int> asked = [];
        world.Grow(0, 30);
        world.Lies = (peer, frame) =>
        {
            if (frame.Span[0] == (byte)MessageKind.SnapshotOffer)
            {
                asked.Add(peer);
            }

            return PieceIn(frame) is not { Piece: PieceKind.Entries } piece ? frame
                : !asked.Contains(peer) ? (piece with { Bytes = default }).ToFrame(world.Server.Engine.Epoch.Number)
                : peer > 0 ? frame
                : lies ? (piece with { Bytes = new byte[7] }).ToFrame(world.Server.Engine.Epoch.Number)
                : default;
        };
        world.Connect();

        world.DriveUntil(() => world.Client.Engine.State.Block.Height.Value == 30);

        Assert.True(asked.Count > 1, "nobody else was asked for a snapshot");
        Assert.Equal(world.Server.Stores.State.ContentDigest(), world.Client.Stores.State.ContentDigest());
    }

    [Fact]
    public void Blocks_of_many_transactions_come_in_pieces_that_fit_a_frame()
    {
        SingleNode node = new();
        Samples samples = new(new TinyRandom(5));
        const ulong Blocks = 80;
        for (ulong height = 1; height <= Blocks; height++)
        {
            BlockRecord record = new(
                samples.Block(), [.. Enumerable.Repeat(samples.Outcome(), 4_096)], height % 8 == 0 ? samples.Certificate() : null);
            node.Stores.Blocks.AppendWithoutBodies(height, record.Encode());
        }

        SnapshotServer server = new(node.Stores, new Chain(node.Stores.Blocks, node.Stores.Certificates), node.Engine.Receipts);
        ulong next = 1;
        while (next <= Blocks)
        {
            FetchPiece asked = new(default, new Height(Blocks), PieceKind.Blocks, next, Math.Min(Blocks, next + 63));
            byte[] bytes = server.Answer(asked);
            byte[] frame = new SnapshotPiece(default, asked.Snapshot, asked.Piece, asked.First, bytes).ToFrame(default);
            Assert.InRange(bytes.Length, 1, SnapshotPiece.MaximumBytes);
            Assert.InRange(frame.Length, 1, Envelope.MaximumBulkBytes);
            next += (ulong)PieceCodec.DecodeBlocks(bytes, SnapshotServer.MaximumBlocks)!.Count;
        }
    }

    [Fact]
    public void The_longest_piece_has_the_longest_frame()
    {
        byte[] longest = new byte[SnapshotPiece.MaximumBytes];

        byte[] frame = new SnapshotPiece(default, default, PieceKind.Entries, 0, longest).ToFrame(default);

        Assert.Equal(Envelope.MaximumBulkBytes, frame.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fsck_looks_up_leaves_that_came_without_bodies(bool lacksLeaves)
    {
        SnapshotWorld world = new(Eager);
        world.Grow(0, 30);
        world.Connect();
        world.CatchUp();
        if (lacksLeaves)
        {
            byte[] none = new byte[(int)world.Client.Stores.Anchors.Size * LeafRecord.Size];
            world.Client.Index.AddRange(0, none, LeafRecord.Size, LeafRecord.CommitmentOffset);
        }

        world.Client.CatchUpIndex();

        Assert.Equal(!lacksLeaves, world.Client.Fsck().IsClean);
    }

    /// <summary>Also the offer that a node refuses before it has taken one: nothing else would say who lied about what.</summary>
    [Theory]
    [InlineData(MessageKind.SnapshotOffer, (SnapshotOutline.MapParts * 33) + 1, SnapshotFault.WrongLeafRoots)]
    [InlineData(MessageKind.SnapshotPiece, 1, SnapshotFault.WrongRoot)]
    public void What_is_refused_is_counted_by_its_name(MessageKind kind, int fromEnd, SnapshotFault fault)
    {
        SnapshotWorld world = new(Eager);
        int told = 0;
        world.Grow(0, 30);
        world.Lies = (_, frame) =>
        {
            bool isEntries = PieceIn(frame) is not { } piece || piece.Piece == PieceKind.Entries;
            bool lies = told == 0 && frame.Span[0] == (byte)kind && isEntries && frame.Length > fromEnd + 60;
            byte[] bytes = frame.ToArray();
            bytes[^(lies ? fromEnd : 1)] ^= (byte)(lies ? 1 : 0);
            told += lies ? 1 : 0;
            return bytes;
        };
        world.Connect();

        for (int again = 0; again < 3 && world.Client.Engine.Restoring is null; again++)
        {
            world.Client.NowMs += 1_000;
            world.Tell();
            world.DriveUntil(() => world.Client.Engine.Restoring is not null || world.Client.Engine.Counters[fault] > 0);
        }

        world.DriveUntil(() => world.Client.Engine.State.Block.Height.Value == 30);
        Assert.Equal(1, told);
        Assert.Equal(1, world.Client.Engine.Counters[fault]);
    }

    private static SnapshotPiece? PieceIn(ReadOnlyMemory<byte> frame)
        => frame.Span[0] == (byte)MessageKind.SnapshotPiece ? (SnapshotPiece?)MessageDecoder.ReadOwnFrame(frame) : null;
}

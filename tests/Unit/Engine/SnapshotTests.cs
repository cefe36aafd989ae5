using Ledger.Engine;
using Ledger.Engine.Receipts;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Snapshots;
using Ledger.Protocol.Transactions;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>A snapshot taken over in pieces, from peers of whom some lie or vanish: PROTOCOL.md S1.</summary>
public sealed class SnapshotTests
{
    private static readonly EngineOptions Eager = new(SnapshotAboveBlocks: 10);

    [Fact]
    public void A_node_that_takes_over_a_snapshot_has_what_one_has_that_executed_every_block()
    {
        SnapshotWorld world = Restored(Eager, blocks: 40);

        world.RequireTwin();
        Assert.Equal(40UL, world.Client.Engine.Horizon.Value);
    }

    [Fact]
    public void It_follows_the_chain_from_there_block_by_block()
    {
        SnapshotWorld world = Restored(Eager, blocks: 30);
        world.Grow(30, 5);
        world.Tell();

        world.CatchUp();

        world.RequireTwin();
        Assert.Equal(30UL, world.Client.Engine.Horizon.Value);
    }

    [Fact]
    public void It_makes_the_same_receipts_and_they_verify()
    {
        SnapshotWorld world = Restored(Eager, blocks: 30);

        for (int i = 0; i < 30; i++)
        {
            CheckedTransaction transaction = world.Server.Transaction(i);
            TransactionLocator at = world.Client.Locate(transaction)!.Value;
            Receipt receipt = world.Client.Engine.Receipts.Make(at, 1)!;
            Assert.Equal(world.Server.Engine.Receipts.Make(at, 1)!.Encode(), receipt.Encode());
            Assert.Equal(ReceiptFault.None, ReceiptVerifier.Verify(receipt, world.Client.Genesis, Committee.Suites));
        }
    }

    [Fact]
    public void A_power_loss_after_any_turn_loses_nothing_for_good()
    {
        SnapshotWorld world = new(Eager with { CheckpointBlocks = 10 });
        world.Grow(0, 30);
        world.Connect();
        for (int crash = 0; world.Client.Engine.State.Block.Height.Value < 30; crash++)
        {
            for (int step = 0; step < 3 * crash && world.Client.Engine.State.Block.Height.Value < 30; step++)
            {
                world.Step();
            }

            world.Client.Crash(most => most);
            world.Connect();
            Assert.True(crash < 200, $"still at {world.Client.Engine.Restoring}");
        }

        world.RequireTwin();
    }

    /// <summary>Every kind of answer, changed in its last byte or in one further up.</summary>
    public static TheoryData<MessageKind, int> Lies => new()
    {
        { MessageKind.SnapshotOffer, 1 },
        { MessageKind.SnapshotOffer, 9_000 },
        { MessageKind.SnapshotPiece, 1 },
        { MessageKind.SnapshotPiece, 60 },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void Two_of_three_peers_that_lie_are_refused_and_not_asked_again(MessageKind kind, int fromEnd)
    {
        SnapshotWorld world = new(Eager);
        int told = 0;
        world.Grow(0, 30);
        world.Lies = (peer, frame) =>
        {
            bool lies = peer > 0 && frame.Span[0] == (byte)kind && frame.Length > fromEnd + 20;
            byte[] bytes = frame.ToArray();
            bytes[^(lies ? fromEnd : 1)] ^= (byte)(lies ? 1 : 0);
            told += lies ? 1 : 0;
            return bytes;
        };
        world.Connect();

        for (int i = 0; i < 3 && world.Client.Engine.Restoring is null; i++)
        {
            world.DriveUntil(() => world.Client.Engine.Restoring is not null || world.Client.Engine.State.Block.Height.Value > 20);
        }

        world.DriveUntil(() => world.Client.Engine.Restoring is null && world.Client.Engine.State.Block.Height.Value == 30);
        world.RequireTwin();
        Assert.InRange(told, 0, 2 + (2 * 2)); // two pieces each were under way at most when the first was refused
    }

    [Fact]
    public void A_peer_that_falls_silent_is_passed_over()
    {
        SnapshotWorld world = new(Eager);
        world.Grow(0, 30);
        world.Lies = (peer, frame) => peer == 2 && frame.Span[0] == (byte)MessageKind.SnapshotPiece ? default : frame;
        world.Connect();

        world.DriveUntil(() => world.Client.Engine.State.Block.Height.Value == 30);

        world.RequireTwin();
    }

    [Fact]
    public void A_server_that_restarts_has_another_snapshot_and_what_was_fetched_is_kept()
    {
        SnapshotWorld world = new(Eager);
        world.Grow(0, 30);
        world.Connect();
        world.DriveUntil(() => world.Client.Engine.Restoring is { Blocks: 30, MapParts: > 0 });
        world.Server.Crash(_ => 0);
        world.Grow(30, 1);

        world.DriveUntil(() => world.Client.Engine.Restoring is null);

        Assert.Equal(31UL, world.Client.Engine.State.Block.Height.Value);
        world.RequireTwin();
    }

    [Fact]
    public void Many_leaves_come_in_pieces_each_checked_by_itself()
    {
        SnapshotWorld world = new(Eager with { SnapshotAboveBlocks = 1 });
        for (int i = 0; i < 5; i++)
        {
            world.Server.Submit(world.Server.Bulk(i, leaves: 30_000));
            world.Server.DriveUntil(() => world.Server.Engine.State.Log.Size > (ulong)i * 30_000 + 1);
        }

        world.Connect();
        world.CatchUp();

        world.RequireTwin();
        Assert.Equal(2UL, world.Client.Stores.Anchors.TileCount(2));
    }

    [Fact]
    public void Bodies_below_the_horizon_go_and_every_receipt_is_made_as_before()
    {
        SingleNode node = new(new EngineOptions(CheckpointBlocks: 20, KeptBodyBlocks: 10));
        SingleNode archive = new();
        for (int i = 0; i < 120; i++)
        {
            Commit(node, i);
            Commit(archive, i);
        }

        Assert.InRange(node.Engine.Horizon.Value, 30UL, 110UL);
        Assert.True(BytesOf(node) < BytesOf(archive) * 4 / 5, $"{BytesOf(node)} of {BytesOf(archive)} bytes");
        node.Crash(_ => 0);
        for (int i = 0; i < 120; i++)
        {
            TransactionLocator at = node.Locate(node.Transaction(i))!.Value;
            Assert.Equal(
                ReceiptFault.None, ReceiptVerifier.Verify(node.Engine.Receipts.Make(at, 0)!, node.Genesis, Committee.Suites));
        }

        Commit(node, 120);
        Assert.True(node.Fsck().IsClean);
    }

    private static void Commit(SingleNode node, int number)
    {
        CheckedTransaction transaction = node.Transaction(number);
        node.Submit(transaction);
        node.DriveUntil(() => node.Locate(transaction) is not null);
    }

    private static long BytesOf(SingleNode node) => node.Blocks.List().Sum(name => node.Blocks.Open(name).Length);

    private static SnapshotWorld Restored(EngineOptions options, int blocks)
    {
        SnapshotWorld world = new(options);
        world.Grow(0, blocks);
        world.Connect();
        world.CatchUp();
        return world;
    }
}

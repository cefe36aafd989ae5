using Ledger.Consensus;
using Ledger.Engine;
using Ledger.Engine.Batching;
using Ledger.Engine.Execution;
using Ledger.Engine.Proposing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Tests.Unit.Engine;

/// <summary>When the primary proposes, and what.</summary>
public sealed class BlockBuilderTests
{
    private static readonly EngineOptions Options = new(PipelineDelayMs: 20, PipelineTargetBytes: 250);

    private readonly Workbench _bench = new(new ChainParameters(MaximumBlockBytes: 400));
    private readonly BatchPool _pool = new(Options);
    private readonly BlockBuilder _builder;

    public BlockBuilderTests() => _builder = new BlockBuilder(Options, _pool, _bench.Overlays, _bench.Rules);

    [Fact]
    public void Nothing_is_proposed_while_nothing_is_held()
        => Assert.Null(_builder.TryBuild(SlotOn(_bench.Origin.State.Block), 0));

    [Fact]
    public void A1_on_a_chain_at_rest_one_empty_block_is_proposed_when_its_head_is_old()
    {
        BlockBuilder builder = new(Options with { IdleBlockMs = 5_000 }, _pool, _bench.Overlays, _bench.Rules);
        ulong head = _bench.Origin.State.TimeMs;

        Assert.Null(builder.TryBuild(SlotOn(_bench.Origin.State.Block), head + 4_999));
        Assert.Equal(head + 5_000, builder.DueMs);
        Block empty = builder.TryBuild(SlotOn(_bench.Origin.State.Block), head + 5_000)!.Block;
        Assert.Empty(empty.Batches);
        Assert.Null(builder.TryBuild(SlotOn(Of(empty)), head + 60_000));
        Assert.Null(builder.DueMs);
    }

    [Fact]
    public void An_empty_pipeline_is_proposed_into_at_once_and_a_busy_one_when_the_batch_is_old_enough()
    {
        Hold(1, arrivedMs: 100);
        Block first = Build(_bench.Origin.State.Block, 100)!;
        Hold(2, arrivedMs: 101);

        Assert.Null(Build(Of(first), 120));
        Assert.Equal(121UL, _builder.DueMs);
        Assert.NotNull(Build(Of(first), 121));
        Assert.Null(_builder.DueMs);
    }

    [Fact]
    public void A_busy_pipeline_is_proposed_into_when_enough_is_held()
    {
        Hold(1, arrivedMs: 100);
        Block first = Build(_bench.Origin.State.Block, 100)!;
        Hold(2, arrivedMs: 100);
        Assert.Null(Build(Of(first), 100));
        Hold(3, arrivedMs: 100);

        Assert.Equal(2, Build(Of(first), 100)!.Batches.Count);
    }

    [Fact]
    public void A_block_takes_batches_in_order_of_arrival_up_to_the_chains_bound()
    {
        CheckedBatch[] held = [.. Enumerable.Range(0, 4).Select(i => Hold(i, arrivedMs: 100 + (ulong)i))];

        Block block = Build(_bench.Origin.State.Block, 200)!;

        Assert.Equal(held.Take(2).Select(b => b.Digest), block.Batches);
    }

    [Fact]
    public void B1_batches_in_flight_are_left_out_and_take_no_room_from_those_behind_them()
    {
        CheckedBatch[] held = [.. Enumerable.Range(0, 6).Select(i => Hold(i, arrivedMs: 100 + (ulong)i))];

        Block first = Build(_bench.Origin.State.Block, 200)!;
        Block second = Build(Of(first), 200)!;
        Block third = Build(Of(second), 200)!;

        Assert.Equal(held.Select(b => b.Digest), [.. first.Batches, .. second.Batches, .. third.Batches]);
        Assert.Null(Build(Of(third), 200));
    }

    private CheckedBatch Hold(int number, ulong arrivedMs)
    {
        CheckedBatch batch = Workbench.Batch(_bench.Anchor(number));
        _pool.Add(batch, arrivedMs, needed: false);
        return batch;
    }

    private Block? Build(BlockRef parent, ulong nowMs) => _builder.TryBuild(SlotOn(parent), nowMs)?.Block;

    private static ProposalSlot SlotOn(BlockRef parent) => new(View.Zero, parent);

    private static BlockRef Of(Block block) => new(block.Height, block.Hash);
}

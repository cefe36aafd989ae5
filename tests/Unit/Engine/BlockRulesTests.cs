using Ledger.Cryptography.Hashing;
using Ledger.Engine.Execution;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Tests.Unit.Engine;

/// <summary>PROTOCOL.md N2, X1, B1, T0: each way a block is invalid, beside its valid twin.</summary>
public sealed class BlockRulesTests
{
    private static readonly Digest Other = Sha256.Hash("other"u8);

    private static readonly Dictionary<string, Func<BlockHeader, BlockHeader>> Tampered = new()
    {
        ["chain id"] = h => h with { ChainId = Other },
        ["epoch"] = h => h with { Epoch = new Epoch(1) },
        ["height"] = h => h with { Height = h.Height.Next },
        ["parent"] = h => h with { Parent = Other },
        ["set hash"] = h => h with { ConfigurationHash = Other },
        ["next set hash"] = h => h with { NextConfigurationHash = Other },
        ["batches root"] = h => h with { BatchesRoot = Other },
        ["outcomes root"] = h => h with { OutcomesRoot = Other },
        ["log size"] = h => h with { LogSize = h.LogSize + 1 },
        ["log root"] = h => h with { LogRoot = Other },
        ["SM3 log root"] = h => h with { LogRootSm3 = Other },
        ["state root"] = h => h with { StateRoot = Other },
    };

    private readonly Workbench _bench = new(new ChainParameters(MaximumBlockBytes: 400));

    public static TheoryData<string> TamperedFields => new(Tampered.Keys);

    [Fact]
    public void A_block_executes_to_what_its_builder_got()
    {
        CheckedBatch batch = Workbench.Batch(_bench.Anchor(1));
        (Block block, Overlay built) = _bench.Build(_bench.Origin, batch);

        Overlay executed = Assert.IsType<Overlay>(_bench.Rules.TryExecute(_bench.Origin, block, [batch]));

        Assert.Equal(built.State.Block, executed.State.Block);
        Assert.Equal(built.State.Map.Root, executed.State.Map.Root);
    }

    [Theory]
    [MemberData(nameof(TamperedFields))]
    public void A_header_that_execution_does_not_give_is_invalid(string field)
    {
        CheckedBatch batch = Workbench.Batch(_bench.Anchor(1));
        Block good = _bench.Build(_bench.Origin, batch).Block;

        Assert.NotNull(_bench.Rules.TryExecute(_bench.Origin, good, [batch]));
        Assert.Null(_bench.Rules.TryExecute(
            _bench.Origin, new Block(Tampered[field](good.Header), good.Batches), [batch]));
    }

    [Fact]
    public void T0_a_time_not_after_the_parents_is_invalid()
    {
        Block good = _bench.Build(_bench.Origin).Block;
        ulong parent = _bench.Origin.State.TimeMs;

        Assert.NotNull(_bench.Rules.TryExecute(_bench.Origin, At(good, parent + 1), []));
        Assert.Null(_bench.Rules.TryExecute(_bench.Origin, At(good, parent), []));
        Assert.Null(_bench.Rules.TryExecute(_bench.Origin, At(good, parent - 1), []));
    }

    [Fact]
    public void T0_a_builder_whose_clock_is_behind_takes_the_parents_time_and_a_millisecond()
        => Assert.Equal(
            _bench.Origin.State.TimeMs + 1, _bench.Rules.Build(_bench.Origin, 0, []).Block.Header.TimeMs);

    [Fact]
    public void B1_a_batch_twice_in_one_block_is_invalid()
    {
        CheckedBatch batch = Workbench.Batch(_bench.Anchor(1));

        Expect(true, _bench.Origin, batch);
        Expect(false, _bench.Origin, batch, batch);
    }

    [Fact]
    public void B1_a_batch_of_an_uncommitted_ancestor_is_invalid_and_of_a_fork_is_not()
    {
        CheckedBatch batch = Workbench.Batch(_bench.Anchor(1));
        Overlay parent = _bench.Extend(_bench.Origin, batch);

        Expect(false, _bench.Extend(parent), batch);
        Expect(true, _bench.Extend(_bench.Origin), batch);
    }

    [Fact]
    public void B1_a_batch_of_a_committed_block_is_invalid_for_as_long_as_a_transaction_may_be_valid()
    {
        CheckedBatch batch = Workbench.Batch(_bench.Anchor(1, validUntil: 1));
        Overlay head = _bench.Commit(_bench.Extend(_bench.Origin, batch));
        ulong longest = _bench.Genesis.Parameters.MaximumValidityHeights;
        for (ulong height = 2; height <= 1 + longest; height++)
        {
            head = _bench.Commit(_bench.Extend(head));
            Expect(false, head, batch);
        }

        head = _bench.Commit(_bench.Extend(head));

        Expect(true, head, batch);
        Overlay again = _bench.Extend(head, batch);
        Assert.Equal(Outcome.Expired, again.Outcomes.Single().Outcome);
    }

    [Fact]
    public void X1_a_transaction_of_another_chain_makes_a_block_invalid()
        => Expect(false, _bench.Origin, Workbench.Batch(_bench.Anchor(1), _bench.Anchor(2, chain: Other)));

    [Fact]
    public void Batches_of_more_bytes_than_the_chain_allows_make_a_block_invalid()
    {
        CheckedBatch two = Workbench.Batch(_bench.Anchor(1), _bench.Anchor(2));
        CheckedBatch another = Workbench.Batch(_bench.Anchor(3));
        Assert.InRange(two.Bytes, 1, 400);
        Assert.InRange(two.Bytes + another.Bytes, 401, int.MaxValue);

        Expect(true, _bench.Origin, two);
        Expect(false, _bench.Origin, two, another);
    }

    private void Expect(bool valid, Overlay parent, params CheckedBatch[] batches)
        => Assert.Equal(
            valid, _bench.Rules.TryExecute(parent, _bench.Build(parent, batches).Block, batches) is not null);

    private static Block At(Block block, ulong timeMs) => new(block.Header with { TimeMs = timeMs }, block.Batches);
}

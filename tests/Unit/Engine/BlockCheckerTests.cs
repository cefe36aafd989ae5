using Ledger.Consensus;
using Ledger.Engine;
using Ledger.Engine.Batching;
using Ledger.Engine.Execution;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;
using Ledger.Storage.Blocks;
using Ledger.Storage.Devices;
using Ledger.Storage.Records;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>Checks wait for batches and for their time; what a quorum vouches for waits for batches alone.</summary>
public sealed class BlockCheckerTests
{
    private readonly Workbench _bench = new();
    private readonly BatchPool _pool = new(new EngineOptions());
    private readonly BatchLog _log;
    private readonly BlockChecker _checker;

    public BlockCheckerTests()
    {
        MemoryDirectory directory = new();
        LogIdentity identity = new(_bench.Genesis.ChainId);
        BatchLog.Create(directory, identity);
        _log = BatchLog.Open(directory, identity);
        _checker = new BlockChecker(
            _bench.Rules, _bench.Overlays, new BatchSource(_pool, _log, _bench.Issuers, Committee.Suites));
    }

    [Fact]
    public void T0_a_block_too_far_in_the_future_waits_and_is_answered_when_its_time_comes()
    {
        Block block = _bench.Build(_bench.Origin).Block;
        ulong earliest = block.Header.TimeMs - _bench.Genesis.Parameters.MaximumDriftMs;
        _checker.Add(new CheckRequest(block, Certified: false));

        Assert.Empty(_checker.Answer(earliest - 1));
        Assert.Equal(1, _checker.Waiting);
        Assert.Equal([new Input.BlockChecked(block.Hash, true)], _checker.Answer(earliest));
        Assert.Equal(0, _checker.Waiting);
    }

    [Fact]
    public void T0_the_time_of_a_certified_block_is_not_judged()
    {
        Block block = _bench.Build(_bench.Origin).Block;
        _checker.Add(new CheckRequest(block, Certified: true));

        Assert.Equal([new Input.BlockChecked(block.Hash, true)], _checker.Answer(0));
    }

    [Fact]
    public void A_block_waits_for_its_batches_wherever_they_come_from()
    {
        CheckedBatch first = Workbench.Batch(_bench.Anchor(1));
        CheckedBatch second = Workbench.Batch(_bench.Anchor(2));
        Block block = _bench.Build(_bench.Origin, first, second).Block;
        _checker.Add(new CheckRequest(block, Certified: false));
        Assert.Equal([first.Digest, second.Digest], _checker.Missing);

        _pool.Add(first, 0, needed: true);
        Assert.Equal([second.Digest], _checker.Missing);
        Assert.Empty(_checker.Answer(block.Header.TimeMs));
        _log.Append(second.Digest, second.Batch.Bytes.Span);

        Assert.Empty(_checker.Missing);
        Assert.Equal([new Input.BlockChecked(block.Hash, true)], _checker.Answer(block.Header.TimeMs));
        Assert.NotNull(_bench.Overlays.Find(block.Hash));
    }

    [Fact]
    public void A_block_that_does_not_execute_is_answered_no_and_leaves_no_overlay()
    {
        Block good = _bench.Build(_bench.Origin).Block;
        Block bad = new(good.Header with { LogSize = 9 }, []);
        _checker.Add(new CheckRequest(bad, Certified: false));

        Assert.Equal([new Input.BlockChecked(bad.Hash, false)], _checker.Answer(bad.Header.TimeMs));
        Assert.Null(_bench.Overlays.Find(bad.Hash));
    }

    [Fact]
    public void Checks_at_or_below_a_committed_height_are_forgotten()
    {
        Block block = _bench.Build(_bench.Origin).Block;
        _checker.Add(new CheckRequest(block, Certified: false));

        _checker.Prune(Height.Genesis);
        Assert.Equal(1, _checker.Waiting);
        _checker.Prune(new Height(1));
        Assert.Equal(0, _checker.Waiting);
    }
}

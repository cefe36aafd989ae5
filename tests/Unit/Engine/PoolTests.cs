using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Engine.Batching;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>What waits at a validator: when a batch is closed, what fills a pool, what is let go of.</summary>
public sealed class PoolTests
{
    private readonly Workbench _bench = new();

    [Fact]
    public void A_batch_is_closed_when_its_oldest_transaction_has_waited_long_enough()
    {
        TransactionPool pool = Pool(new EngineOptions(BatchDelayMs: 5));
        Assert.Null(pool.DueMs);
        pool.Add(_bench.Anchor(1), 100);
        pool.Add(_bench.Anchor(2), 103);

        Assert.Equal(105UL, pool.DueMs);
        Assert.Null(pool.TryClose(default, 104));
        CheckedBatch batch = Assert.IsType<CheckedBatch>(pool.TryClose(default, 105));

        Assert.Equal([_bench.Anchor(1).Transaction.Id, _bench.Anchor(2).Transaction.Id], Ids(batch));
        Assert.Equal(Committee.At(0), batch.Batch.Origin);
        Assert.Null(pool.TryClose(default, 105));
        Assert.Null(pool.DueMs);
    }

    [Fact]
    public void A_batch_of_the_target_size_is_closed_at_once()
    {
        TransactionPool pool = Pool(new EngineOptions(BatchTargetBytes: 150));
        pool.Add(_bench.Anchor(1), 100);
        Assert.Null(pool.TryClose(default, 100));
        pool.Add(_bench.Anchor(2), 100);

        Assert.NotNull(pool.TryClose(default, 100));
    }

    [Fact]
    public void No_batch_has_more_transactions_than_a_batch_may()
    {
        TransactionPool pool = Pool(new EngineOptions(BatchTargetBytes: Batch.MaximumBytes));
        for (int i = 0; i <= Batch.MaximumTransactions; i++)
        {
            pool.Add(_bench.Anchor(i), 0);
        }

        Assert.Equal(Batch.MaximumTransactions, pool.TryClose(default, 1_000)!.Transactions.Count);
        Assert.Single(pool.TryClose(default, 1_000)!.Transactions);
    }

    [Fact]
    public void The_longest_transactions_make_batches_that_decode()
    {
        TransactionPool pool = Pool(new EngineOptions(BatchTargetBytes: Batch.MaximumBytes));
        for (byte i = 0; i < 5; i++)
        {
            byte[] commitments = new byte[AnchorTransaction.MaximumCommitments * Digest.Size];
            commitments[0] = i;
            Transaction longest = AnchorTransaction.List(
                _bench.Genesis.ChainId, new Height(9), 0, ((AnchorTransaction)_bench.Anchor(1).Transaction).Terms, commitments);
            pool.Add(
                CheckedTransaction.Check(
                    SignedTransaction.Sign(longest, Committee.IssuerKey(0)), _bench.Issuers.Find(0), Committee.Suites),
                0);
        }

        int closed = 0;
        while (pool.TryClose(default, 1_000) is { } batch)
        {
            Assert.Equal(default, Batch.TryDecode(batch.Batch.Bytes, out Batch? _));
            closed += batch.Transactions.Count;
        }

        Assert.Equal(5, closed);
    }

    [Fact]
    public void A_pool_is_full_at_its_bound_and_has_room_again_after_a_batch()
    {
        TransactionPool pool = Pool(new EngineOptions(PoolTransactions: 2));
        pool.Add(_bench.Anchor(1), 0);
        Assert.False(pool.IsFull);
        pool.Add(_bench.Anchor(2), 0);
        Assert.True(pool.IsFull);

        Assert.NotNull(pool.TryClose(default, 5));
        Assert.False(pool.IsFull);
    }

    [Fact]
    public void An_id_is_known_until_it_is_committed_or_its_last_height_is_reached()
    {
        TransactionPool pool = Pool(new EngineOptions());
        CheckedTransaction committed = _bench.Anchor(1, validUntil: 10);
        CheckedTransaction expired = _bench.Anchor(2, validUntil: 10);
        pool.Add(committed, 0);
        pool.Add(expired, 0);
        pool.TryClose(default, 5);

        pool.Forget(committed.Transaction.Id);
        pool.Expire(new Height(9));
        Assert.Equal((false, true), (pool.Knows(committed.Transaction.Id), pool.Knows(expired.Transaction.Id)));
        pool.Expire(new Height(10));
        Assert.False(pool.Knows(expired.Transaction.Id));
    }

    [Fact]
    public void A_full_batch_pool_takes_only_what_somebody_waits_for()
    {
        CheckedBatch[] batches = [.. Enumerable.Range(0, 3).Select(i => Workbench.Batch(_bench.Anchor(i)))];
        BatchPool pool = new(new EngineOptions(PoolBytes: batches[0].Bytes));

        Assert.True(pool.Add(batches[0], 0, needed: false));
        Assert.True(pool.IsFull);
        Assert.False(pool.Add(batches[1], 0, needed: false));
        Assert.True(pool.Add(batches[2], 0, needed: true));
        Assert.False(pool.Add(batches[2], 0, needed: true));
        Assert.Equal(batches[0].Bytes + batches[2].Bytes, pool.Bytes);
        pool.Remove(batches[0].Digest);
        pool.Remove(batches[2].Digest);
        Assert.Equal((0, 0L), (pool.Count, pool.Bytes));
    }

    [Fact]
    public void One_peer_fills_its_share_and_others_and_clients_have_theirs()
    {
        CheckedBatch[] batches = [.. Enumerable.Range(0, 8).Select(i => Workbench.Batch(_bench.Anchor(i)))];
        BatchPool pool = new(new EngineOptions(PoolBytes: 4 * batches[0].Bytes), shares: 2);

        Assert.Equal([true, true, false, false], batches[..4].Select(b => pool.Add(b, 0, needed: false, Committee.At(3))));
        Assert.False(pool.IsFull);
        Assert.True(pool.Add(batches[2], 0, needed: true, Committee.At(3)));
        Assert.True(pool.Add(batches[4], 0, needed: false, Committee.At(1)));
        Assert.True(pool.IsFull);
        Assert.All(batches, b => pool.Remove(b.Digest));
        Assert.Equal((0L, 0L), (pool.BytesFrom(Committee.At(3)), pool.BytesFrom(Committee.At(1))));
        Assert.True(pool.Add(batches[5], 0, needed: false, Committee.At(3)));
    }

    [Fact]
    public void V1_a_batch_left_out_of_64_blocks_with_room_is_starved_and_one_in_flight_is_not()
    {
        BatchPool pool = new(new EngineOptions());
        CheckedBatch batch = Workbench.Batch(_bench.Anchor(1));
        pool.Add(batch, 0, needed: false);
        CheckedBatch[] small = [Workbench.Batch(_bench.Anchor(2))];
        HashSet<Digest> none = [];

        Assert.All(Enumerable.Range(0, 63), _ => Assert.False(pool.CountLeftOut(small, none)));
        Assert.False(pool.CountLeftOut(small, new HashSet<Digest> { batch.Digest }));
        Assert.All(Enumerable.Range(0, 63), _ => Assert.False(pool.CountLeftOut(small, none)));
        Assert.True(pool.CountLeftOut(small, none));
    }

    [Fact]
    public void V1_a_batch_left_out_of_full_blocks_is_not_starved()
    {
        CheckedBatch[] full = [Workbench.Batch(_bench.Anchor(2))];
        BatchPool pool = new(new EngineOptions(ProposalBytes: full[0].Bytes));
        pool.Add(Workbench.Batch(_bench.Anchor(1)), 0, needed: false);

        Assert.All(Enumerable.Range(0, 200), _ => Assert.False(pool.CountLeftOut(full, new HashSet<Digest>())));
    }

    [Fact]
    public void V1_a_backlog_is_handed_to_the_primary_a_few_batches_at_a_time()
    {
        BatchPool pool = new(new EngineOptions(ResendMs: 1_000));
        CheckedBatch[] batches = [.. Enumerable.Range(0, 30).Select(i => Workbench.Batch(_bench.Anchor(i)))];
        Assert.All(batches, b => pool.Add(b, 0, needed: false));

        Assert.Empty(pool.DueForResend(999));
        Assert.Equal(batches[..8], pool.DueForResend(1_000).Select(h => h.Batch));
        Assert.Empty(pool.DueForResend(1_999));
    }

    private static TransactionPool Pool(EngineOptions options) => new(options);

    private static IEnumerable<Digest> Ids(CheckedBatch batch) => batch.Transactions.Select(t => t.Transaction.Id);
}

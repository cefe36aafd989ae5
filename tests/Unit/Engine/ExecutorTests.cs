using Ledger.Engine.Execution;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Storage.State;

namespace Ledger.Tests.Unit.Engine;

/// <summary>PROTOCOL.md section 3: outcomes, leaves and the replay window.</summary>
public sealed class ExecutorTests
{
    private static readonly Dictionary<Outcome, Func<Workbench, CheckedTransaction>> Stories = new()
    {
        [Outcome.Anchored] = b => b.Anchor(1),
        [Outcome.Replayed] = b =>
        {
            b.Commit(b.Extend(b.Origin, Workbench.Batch(b.Anchor(1))));
            return b.Anchor(1);
        },
        [Outcome.Expired] = b => b.Anchor(1, validUntil: 0),
        [Outcome.ValidityTooLong] = b => b.Anchor(1, validUntil: 53),
        [Outcome.UnknownIssuer] = b => b.Anchor(1, issuer: 2),
        [Outcome.BadSignature] = b => b.Anchor(1, forged: true),
    };

    private readonly Workbench _bench = new(new ChainParameters(MaximumValidityHeights: 50));

    public static TheoryData<Outcome> Outcomes => new(Stories.Keys);

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void A_transaction_has_its_outcome_and_only_an_anchored_one_leaves_traces(Outcome outcome)
    {
        CheckedTransaction transaction = Stories[outcome](_bench);
        Overlay parent = _bench.Overlays.Committed;

        CheckedBatch batch = Workbench.BatchBy(1, transaction);
        Overlay executed = _bench.Extend(parent, batch);

        Height batchUntil = executed.State.Block.Height + _bench.Genesis.Parameters.MaximumValidityHeights;
        MapChange used = MapChange.Set(StateKeys.Batch(batch.Digest), StateKeys.ValueOf(batchUntil));
        bool anchored = outcome == Outcome.Anchored;
        OutcomeRecord expected = new(
            transaction.Transaction.Id, outcome, anchored ? parent.State.Log.Size : 0, anchored ? 1u : 0);
        Assert.Equal(expected, Assert.Single(executed.Outcomes));
        Assert.Equal(anchored ? LeafRecord.Size : 0, executed.Leaves.Length);
        Assert.Equal(anchored, executed.State.Map.Root != parent.State.Map.Apply([used]).Root);
        Assert.Equal(anchored ? 1 : 0, executed.Entered.Count(e => e.Space == StateKeys.WindowSpace));
    }

    [Fact]
    public void Every_outcome_of_an_anchor_has_a_transaction()
        => Assert.Equal(Enum.GetValues<Outcome>().Where(o => o is > Outcome.None and < Outcome.Enacted), Stories.Keys.Order());

    [Fact]
    public void A_replay_is_found_in_the_block_in_an_uncommitted_ancestor_and_in_the_chain()
    {
        CheckedTransaction transaction = _bench.Anchor(1);
        Overlay first = _bench.Extend(_bench.Origin, Workbench.Batch(transaction, transaction));
        Overlay second = _bench.Extend(first, Workbench.BatchBy(1, transaction));
        _bench.Commit(first);
        Overlay third = _bench.Extend(_bench.Commit(second), Workbench.BatchBy(2, transaction));

        Assert.Equal([Outcome.Anchored, Outcome.Replayed], first.Outcomes.Select(o => o.Outcome));
        Assert.Equal(Outcome.Replayed, second.Outcomes.Single().Outcome);
        Assert.Equal(Outcome.Replayed, third.Outcomes.Single().Outcome);
    }

    [Fact]
    public void A_forged_copy_does_not_keep_the_signed_one_out()
    {
        CheckedTransaction signed = _bench.Anchor(1);
        CheckedTransaction forged = _bench.Anchor(1, forged: true);
        Assert.Equal(signed.Transaction.Id, forged.Transaction.Id);

        Overlay executed = _bench.Extend(_bench.Origin, Workbench.Batch(forged, signed));

        Assert.Equal([Outcome.BadSignature, Outcome.Anchored], executed.Outcomes.Select(o => o.Outcome));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_id_leaves_the_window_one_height_after_its_last_committed_or_not(bool commit)
    {
        CheckedTransaction transaction = _bench.Anchor(1, validUntil: 3);
        Overlay at = _bench.Extend(_bench.Origin, Workbench.Batch(transaction));
        List<bool> held = [];
        for (int height = 1; height <= 5; height++)
        {
            at = commit ? _bench.Commit(at) : at;
            held.Add(_bench.InWindow(at, transaction));
            at = _bench.Extend(at);
        }

        Assert.Equal([true, true, true, false, false], held);
        Assert.Equal(
            Outcome.Expired, _bench.Extend(at, Workbench.BatchBy(1, transaction)).Outcomes.Single().Outcome);
    }

    [Fact]
    public void The_state_is_the_same_whether_the_ancestors_were_committed_before_or_not()
    {
        Workbench committed = new();
        Workbench speculative = new();
        Overlay left = committed.Origin;
        Overlay right = speculative.Origin;
        for (int height = 1; height <= 30; height++)
        {
            ulong last = (ulong)(height + (height % 5));
            CheckedBatch batch = Workbench.Batch(committed.Anchor(height, last), committed.Anchor(1, 20));
            left = committed.Commit(committed.Extend(left, batch));
            right = speculative.Extend(right, batch);
            Assert.Equal(left.State.Map.Root, right.State.Map.Root);
            Assert.Equal(left.State.Block.Hash, right.State.Block.Hash);
        }
    }

    [Fact]
    public void One_batch_on_two_parents_gives_two_overlays_that_do_not_see_each_other()
    {
        CheckedBatch batch = Workbench.Batch(_bench.Anchor(1));
        Overlay one = _bench.Extend(_bench.Origin, Workbench.Batch(_bench.Anchor(2)));
        Overlay other = _bench.Extend(_bench.Origin, Workbench.Batch(_bench.Anchor(3), _bench.Anchor(4)));
        (string, ulong) before = Fingerprint(one);

        Overlay onOne = _bench.Extend(one, batch);
        Overlay onOther = _bench.Extend(other, batch);

        Assert.Equal(before, Fingerprint(one));
        Assert.Equal((2UL, 3UL), (onOne.Outcomes[0].FirstLeaf, onOther.Outcomes[0].FirstLeaf));
        Assert.NotEqual(onOne.State.Map.Root, onOther.State.Map.Root);
        Assert.Equal(Fingerprint(onOne), Fingerprint(_bench.Extend(one, batch)));
    }

    private static (string Roots, ulong Size) Fingerprint(Overlay overlay)
        => ($"{overlay.State.Map.Root} {overlay.State.Log.Root} {overlay.State.Block}", overlay.State.Log.Size);
}

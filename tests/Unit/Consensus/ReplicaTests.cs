using Ledger.Consensus;
using Ledger.Protocol;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Tests.Unit.Consensus;

/// <summary>PROTOCOL.md section 2, one replica of four at a time.</summary>
/// <remarks>That every message follows its promise is held at each step by <see cref="HandDriven"/>.</remarks>
public sealed class ReplicaTests
{
    private static readonly Committee Four = new();

    private static readonly Block[] Chain = Four.Run(4);

    private static readonly Block Rival = Four.Child(Four.Origin.Sha256, 1, salt: 9);

    [Fact]
    public void N3_a_prepare_comes_with_the_promise_of_its_position_and_of_its_block()
    {
        HandDriven replica = new(Four, 0);

        replica.Receive(Four.Propose(0, Chain[0]));

        Assert.Equal(Chain[0].Id, Assert.Single(replica.SentPrepares).Block);
        Assert.Equal(
            [new Promise.Held(Chain[0]), new Promise.Prepared(At(0, 1), Chain[0].Id)],
            replica.Effects.Promises);
    }

    [Fact]
    public void N2_a_block_that_does_not_execute_is_not_prepared_and_its_primary_is_suspected()
    {
        HandDriven replica = new(Four, 0) { Judge = _ => false };

        replica.Receive(Four.Propose(0, Chain[0]));

        Assert.Empty(replica.SentPrepares);
        Assert.Equal(new View(1), Assert.Single(replica.Sent.OfType<Suspect>()).View);
    }

    [Fact]
    public void N4_a_commit_comes_with_the_promise_of_its_certificate()
    {
        HandDriven replica = new(Four, 0);

        replica.Receive(Four.Propose(0, Chain[0]), Four.Prepare(1, 0, Chain[0]));
        Assert.Empty(replica.SentCommits);
        replica.Receive(Four.Prepare(2, 0, Chain[0]));

        Assert.Equal(Chain[0].Id, Assert.Single(replica.SentCommits).Block);
        Promise.Certified promise = Assert.IsType<Promise.Certified>(Assert.Single(replica.Effects.Promises));
        Assert.Equal(Chain[0].Id, promise.Certificate.Block);
        Assert.True(promise.Certificate.IsValid(Four.Genesis.Configuration, Committee.Suites));
    }

    [Fact]
    public void N5_a_commit_certificate_makes_its_block_and_the_ancestors_final()
    {
        HandDriven replica = new(Four, 0);

        replica.Receive(Four.Propose(0, Chain[0]), Four.Propose(0, Chain[1]));
        replica.Receive(Four.Commit(1, 0, Chain[1]), Four.Commit(2, 0, Chain[1]));
        Assert.Empty(replica.Effects.Committed);
        replica.Receive(Four.Commit(3, 0, Chain[1]));

        Assert.Equal([Chain[0], Chain[1]], replica.Effects.Committed.Select(c => c.Block));
        Assert.Null(replica.Effects.Committed[0].Certificate);
        Assert.Equal(Chain[1].Id, replica.Effects.Committed[1].Certificate!.Block);
    }

    [Fact]
    public void N0_votes_of_two_views_and_votes_for_two_blocks_make_no_certificate()
    {
        HandDriven replica = new(Four, 0);

        replica.Receive(Four.Propose(0, Chain[0]));
        replica.Receive(Four.Commit(1, 0, Chain[0]), Four.Commit(2, 0, Rival), Four.Commit(3, 1, Chain[0]));

        Assert.Equal(Height.Genesis, replica.Replica.Head.Height);
        Assert.Null(replica.Replica.Decided);
    }

    [Fact]
    public void N7_a_primary_journals_its_view_with_its_first_proposal_and_only_then()
    {
        HandDriven primary = new(Four, 1);

        primary.Step(new Input.Proposed(View.Zero, Chain[0]));
        Assert.Equal(new Promise.Primary(View.Zero), primary.Effects.Promises[0]);
        primary.Step(new Input.Proposed(View.Zero, Chain[1]));

        Assert.Single(primary.Sent.OfType<PrePrepare>());
        Assert.DoesNotContain(primary.Effects.Promises, p => p is Promise.Primary);
    }

    [Fact]
    public void N7_a_restarted_primary_proposes_nothing_in_a_journaled_view()
    {
        HandDriven primary = new(Four, 1);
        primary.Step(new Input.Proposed(View.Zero, Chain[0]));

        HandDriven restarted = primary.Restart();
        restarted.Step(new Input.Started());

        Assert.Null(restarted.Replica.Slot);
        Assert.Throws<InvariantBroken>(() => restarted.Step(new Input.Proposed(View.Zero, Rival)));
        Assert.Empty(restarted.Sent.OfType<PrePrepare>());
    }

    [Fact]
    public void N7_a_restarted_primary_opens_no_journaled_view_a_second_time()
    {
        HandDriven primary = new(Four, 2);
        primary.Receive(Four.Leave(0, 1), Four.Leave(1, 1));
        Assert.Single(primary.Sent.OfType<NewView>());

        HandDriven restarted = primary.Restart();
        restarted.Receive(Four.Leave(0, 1), Four.Leave(1, 1), Four.Leave(3, 1));

        Assert.Empty(restarted.Sent.OfType<NewView>());
    }

    [Fact]
    public void N2_a_restarted_replica_repeats_its_last_prepare_byte_for_byte_and_prepares_no_other_block_there()
    {
        HandDriven replica = new(Four, 0);
        replica.Receive(Four.Propose(0, Chain[0]));
        byte[] said = replica.SentPrepares.Single().Encode();

        HandDriven restarted = replica.Restart();
        restarted.Receive(StatusOf(3));
        Assert.Equal(said, Assert.Single(restarted.SentPrepares).Encode());
        restarted.Receive(Four.Propose(0, Rival));

        Assert.Empty(restarted.SentPrepares);
    }

    [Fact]
    public void V1_one_ask_moves_nobody_and_f_plus_one_asks_do()
    {
        HandDriven replica = new(Four, 0);

        replica.Receive(Four.Ask(3, 5));
        Assert.Equal(View.Zero, replica.Replica.View);
        Assert.Empty(replica.Effects.Promises);
        replica.Receive(Four.Ask(2, 2));

        Assert.Equal(new View(2), replica.Replica.View);
        ViewChange change = Assert.Single(replica.Sent.OfType<ViewChange>());
        Assert.Equal(new Promise.Left(change), Assert.Single(replica.Effects.Promises));
    }

    [Fact]
    public void V1_a_suspicion_promises_nothing_and_counts_as_one_ask()
    {
        HandDriven replica = new(Four, 0);

        replica.Step(new Input.TimerFired(TimerKind.Progress));
        Assert.Single(replica.Sent.OfType<Suspect>());
        Assert.Empty(replica.Effects.Promises);
        replica.Receive(Four.Ask(3, 1));

        Assert.Single(replica.Sent.OfType<ViewChange>());
    }

    [Fact]
    public void V2_a_replica_that_sent_a_view_change_prepares_nothing_in_the_old_view()
    {
        HandDriven replica = new(Four, 0);
        replica.Receive(Four.Ask(2, 1), Four.Ask(3, 1));

        replica.Receive(Four.Propose(0, Chain[0]), Four.Prepare(1, 0, Chain[0]), Four.Prepare(2, 0, Chain[0]));

        Assert.Empty(replica.Sent.OfType<Vote>());
        HandDriven restarted = replica.Restart();
        restarted.Receive(Four.Propose(0, Chain[0]));
        Assert.Empty(restarted.Sent.OfType<Vote>());
    }

    [Fact]
    public void V2_a_view_change_is_resent_byte_for_byte_after_a_restart()
    {
        HandDriven replica = new(Four, 0);
        replica.Receive(Four.Propose(0, Chain[0]), Four.Prepare(1, 0, Chain[0]), Four.Prepare(2, 0, Chain[0]));
        replica.Receive(Four.Ask(2, 1), Four.Ask(3, 1));
        byte[] said = replica.Sent.OfType<ViewChange>().Single().Encode();

        HandDriven restarted = replica.Restart();
        restarted.Receive(StatusOf(3));

        Assert.Equal(said, Assert.Single(restarted.Sent.OfType<ViewChange>()).Encode());
    }

    [Fact]
    public void V4_the_new_primary_proposes_base_again()
    {
        HandDriven primary = new(Four, 2);
        primary.Receive(Four.Propose(0, Chain[0]));

        primary.Receive(
            Four.Leave(0, 1), Four.Leave(1, 1, prepared: Four.Certify(StatementType.Prepare, 0, Chain[0])));

        Assert.Equal(Chain[0].Id, Assert.Single(primary.Sent.OfType<NewView>()).Base!.Block);
        PrePrepare proposal = Assert.Single(primary.Sent.OfType<PrePrepare>());
        Assert.Equal((new View(1), Chain[0].Hash), (proposal.View, proposal.Block.Hash));
        Assert.Equal(At(1, 1), primary.Replica.Durable.LastPrepare!.Position);
    }

    [Fact]
    public void V4_nobody_prepares_another_block_at_the_height_of_base()
    {
        NewView opened = OpenedOver(Chain[0]);
        HandDriven good = new(Four, 0);
        HandDriven tampered = new(Four, 0);

        good.Receive(opened, Four.Propose(1, Chain[0]));
        tampered.Receive(opened, Four.Propose(1, Rival));

        Assert.Single(good.SentPrepares);
        Assert.Empty(tampered.SentPrepares);
    }

    [Fact]
    public void V4_base_is_prepared_again_by_a_replica_that_has_committed_it()
    {
        HandDriven replica = new(Four, 0);
        replica.Receive(new ChainSegment(
            Committee.At(3), [Chain[0]], Four.Certify(StatementType.Commit, 0, Chain[0])));
        Assert.Equal(new Height(1), replica.Replica.Head.Height);

        replica.Receive(OpenedOver(Chain[0]), Four.Propose(1, Chain[0]));

        Assert.Equal(new View(1), Assert.Single(replica.SentPrepares).View);
    }

    [Fact]
    public void V5_a_base_further_ahead_than_one_answer_reaches_is_come_to_certificate_by_certificate()
    {
        HandDriven replica = new(Four, 0);
        Block[] run = Four.Run(80);
        QuorumCertificate far = Four.Certify(StatementType.Commit, 0, run[79]);

        replica.Receive(Four.Open(1, Four.Leave(1, 1, commit: far), Four.Leave(2, 1), Four.Leave(3, 1)));
        Assert.Contains(replica.Sent.OfType<FetchBlocks>(), f => f.Target == run[79].Hash);
        for (int from = 0; from < ChainSegment.MaximumBlocks; from += 8)
        {
            replica.Receive(SegmentOf(run[from..(from + 8)]));
        }

        Assert.Equal(new Height(ChainSegment.MaximumBlocks), replica.Replica.Head.Height);
        replica.Receive(SegmentOf(run[64..72]), SegmentOf(run[72..]));
        Assert.Equal(new Height(80), replica.Replica.Head.Height);
        Assert.Null(replica.Replica.Decided);
    }

    [Fact]
    public void V6_a_commit_certificate_of_a_higher_view_takes_a_replica_there()
    {
        HandDriven replica = new(Four, 0);

        replica.Receive(new ChainSegment(
            Committee.At(3), [Chain[0]], Four.Certify(StatementType.Commit, 3, Chain[0])));

        Assert.Equal((new View(3), true), (replica.Replica.View, replica.Replica.Participating));
        Assert.Equal(new Height(1), replica.Replica.Head.Height);
    }

    [Fact]
    public void V6_a_replica_that_asked_for_more_follows_as_a_learner_and_signs_nothing()
    {
        HandDriven replica = new(Four, 0);
        replica.Receive(Four.Ask(2, 5), Four.Ask(3, 5));

        replica.Receive(
            new ChainSegment(Committee.At(3), [Chain[0]], Four.Certify(StatementType.Commit, 3, Chain[0])),
            Four.Propose(3, Chain[1]));

        Assert.Equal((new View(5), false), (replica.Replica.View, replica.Replica.Participating));
        Assert.Equal(new Height(1), replica.Replica.Head.Height);
        Assert.Empty(replica.Sent.OfType<Vote>());
    }

    [Fact]
    public void V7_a_vote_before_its_new_view_is_kept_and_counted_when_the_view_opens()
    {
        HandDriven replica = new(Four, 0);
        replica.Receive(
            Four.Propose(1, Chain[0]), Four.Prepare(1, 1, Chain[0]), Four.Prepare(2, 1, Chain[0]));
        Assert.Empty(replica.Sent.OfType<Vote>());

        replica.Receive(OpenedOver(Chain[0]));

        Assert.Single(replica.SentPrepares);
        Assert.Single(replica.SentCommits);
    }

    [Fact]
    public void Two_different_votes_of_one_validator_are_evidence_and_the_second_has_no_effect()
    {
        HandDriven replica = new(Four, 0);

        replica.Receive(Four.Commit(1, 0, Chain[0]), Four.Commit(1, 0, Rival));

        Misbehavior misbehavior = Assert.Single(replica.Effects.Misbehaviors);
        Assert.Equal(
            (Committee.At(1), Chain[0].Id, Rival.Id),
            (misbehavior.Validator, misbehavior.First.Statement.Subject, misbehavior.Second!.Value.Statement.Subject));
    }

    /// <summary>View 1 opened by its primary over a PreparedCertificate of view 0.</summary>
    private static NewView OpenedOver(Block block) => Four.Open(
        1,
        Four.Leave(1, 1, prepared: Four.Certify(StatementType.Prepare, 0, block)),
        Four.Leave(2, 1),
        Four.Leave(3, 1));

    private static ChainSegment SegmentOf(Block[] run)
        => new(Committee.At(1), run, Four.Certify(StatementType.Commit, 0, run[^1]));

    private static Status StatusOf(int by)
        => new(Committee.At(by), View.Zero, true, View.Zero, Height.Genesis, Height.Genesis);

    private static Position At(ulong view, ulong height) => new(new View(view), new Height(height));
}

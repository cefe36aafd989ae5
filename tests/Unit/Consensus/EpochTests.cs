using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Tests.Unit.Consensus;

/// <summary>What a replica does at the end of its epoch: PROTOCOL.md E1 and E2.</summary>
public sealed class EpochTests
{
    private static readonly Committee Four = new();

    private static readonly Digest NextEpoch = Sha256.Hash("the next epoch"u8);

    private static readonly Block First = Four.Child(Four.Origin.Sha256, 1);

    private static readonly Block Last = Changed(Four.Child(First.Hash, 2), h => h with { NextConfigurationHash = NextEpoch });

    private static readonly Block Foreign = Changed(
        Four.Child(Last.Hash, 3), h => h with { ConfigurationHash = NextEpoch, NextConfigurationHash = NextEpoch });

    [Fact]
    public void E1_a_primary_has_no_place_for_a_child_of_the_last_block()
    {
        HandDriven primary = new(Four, 1);

        primary.Step(new Input.Proposed(View.Zero, First));
        Assert.NotNull(primary.Replica.Slot);
        primary.Step(new Input.Proposed(View.Zero, Last));

        Assert.Null(primary.Replica.Slot);
    }

    [Fact]
    public void E1_nobody_prepares_a_child_of_the_last_block()
    {
        HandDriven replica = new(Four, 0);

        replica.Receive(Four.Propose(0, First), Four.Propose(0, Last), Four.Propose(0, Foreign));

        Assert.Equal([First.Id, Last.Id], replica.SentPrepares.Select(v => v.Block));
    }

    [Fact]
    public void E1_a_certificate_of_the_view_does_not_help_a_child_of_the_last_block()
    {
        HandDriven replica = new(Four, 0);

        replica.Receive(Four.Propose(0, First), Four.Propose(0, Last));
        replica.Receive(Four.Prepare(1, 0, Last), Four.Prepare(2, 0, Last), Four.Prepare(3, 0, Last));
        replica.Receive(Four.Propose(0, Foreign));

        Assert.Empty(replica.SentPrepares);
    }

    [Fact]
    public void E2_after_the_last_block_a_replica_has_nothing_more_to_say()
    {
        HandDriven replica = Over();
        Assert.True(replica.Replica.IsOver);

        replica.Receive(Four.Ask(1, 1), Four.Ask(2, 1), Four.Ask(3, 1));
        replica.Step(new Input.WorkHeld(true), new Input.TimerFired(TimerKind.Progress), new Input.Starved());

        Assert.Empty(replica.Sent);
        Assert.Empty(replica.Effects.Promises);
        Assert.Null(replica.Replica.Slot);
    }

    [Fact]
    public void E2_what_was_promised_in_an_epoch_that_is_over_binds_nobody_in_the_next()
    {
        DurableState durable = new();
        durable.Apply(new Promise.Held(First));
        durable.Apply(new Promise.Prepared(new Position(new View(3), new Height(1)), First.Id));
        durable.Apply(new Promise.Certified(Four.Certify(StatementType.Prepare, 3, First)));
        durable.Apply(new Promise.Left(Four.Leave(0, 4)));
        durable.Apply(new Promise.Primary(new View(3)));

        durable.Apply(new Promise.Entered(new Epoch(1)));
        DurableState again = new();
        Assert.True(again.TryApplyRecord(durable.Encode()));

        foreach (DurableState state in (DurableState[])[durable, again])
        {
            Assert.Equal(new Epoch(1), state.Epoch);
            Assert.Equal(View.Zero, state.ResumeView);
            Assert.Empty(state.Held);
            Assert.True(state is { LastPrepare: null, Highest: null, ViewChange: null, PrimaryView: null });
        }
    }

    private static HandDriven Over()
    {
        HandDriven replica = new(Four, 0);
        replica.Receive(Four.Propose(0, First), Four.Propose(0, Last));
        replica.Receive(Four.Commit(1, 0, Last), Four.Commit(2, 0, Last), Four.Commit(3, 0, Last));
        return replica;
    }

    private static Block Changed(Block block, Func<BlockHeader, BlockHeader> change) => new(change(block.Header), []);
}

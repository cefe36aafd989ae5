using Ledger.Consensus;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Tests.Unit.Consensus;

/// <summary>What a replica says it waits for, and why it gave up on a view: so that a stall has a name.</summary>
public sealed class WaitingTests
{
    private static readonly Committee Four = new();

    private static readonly Block[] Chain = Four.Run(3);

    private static readonly Block Rival = Four.Child(Four.Origin.Sha256, 1, salt: 9);

    private static readonly Dictionary<SuspicionReason, Input[]> Reasons = new()
    {
        [SuspicionReason.Timeout] = [new Input.TimerFired(TimerKind.Progress)],
        [SuspicionReason.InvalidProposal] = [Received(Four.Propose(0, Chain[0])), new Input.BlockChecked(Chain[0].Hash, false)],
        [SuspicionReason.Equivocation] = [Received(Four.Propose(0, Chain[0])), Received(Four.Propose(0, Rival))],
        [SuspicionReason.Starvation] = [new Input.Starved()],
        [SuspicionReason.Joined] = [Received(Four.Ask(2, 1)), Received(Four.Ask(3, 1))],
    };

    public static TheoryData<SuspicionReason> Suspected => new(Reasons.Keys);

    [Theory]
    [MemberData(nameof(Suspected))]
    public void Each_reason_is_told_once_with_the_view_left_and_the_view_asked_for(SuspicionReason reason)
    {
        HandDriven replica = new(Four, 0) { Judge = _ => null };

        replica.Step(Reasons[reason][..^1]);
        Assert.Empty(replica.Effects.Suspicions);
        replica.Step(Reasons[reason][^1]);

        Assert.Equal(new Suspicion(reason, View.Zero, new View(1)), Assert.Single(replica.Effects.Suspicions));
    }

    [Fact]
    public void A_primary_that_restarted_says_that_it_is_silenced()
    {
        HandDriven primary = new(Four, 1);
        primary.Step(new Input.Proposed(View.Zero, Chain[0]));

        HandDriven restarted = primary.Restart();
        restarted.Step(new Input.WorkHeld(true));

        Assert.Equal(SuspicionReason.SilencedPrimary, Assert.Single(restarted.Effects.Suspicions).Reason);
    }

    [Fact]
    public void Who_suspected_by_itself_does_not_say_that_it_joined()
    {
        HandDriven replica = new(Four, 0);

        replica.Step(new Input.TimerFired(TimerKind.Progress));
        replica.Receive(Four.Ask(3, 1));

        Assert.Single(replica.Sent.OfType<ViewChange>());
        Assert.Empty(replica.Effects.Suspicions);
    }

    [Fact]
    public void A_block_is_waited_for_from_proposal_to_check_to_prepares_to_commits()
    {
        HandDriven replica = new(Four, 0) { Judge = _ => null };

        Assert.Equal(new Wait(Awaited.Nothing, new Height(1), default), replica.Replica.Waiting);
        replica.Step(new Input.WorkHeld(true));
        Assert.Equal((Awaited.Proposal, 0UL), Waits(replica));
        replica.Receive(Four.Propose(0, Chain[0]));
        Assert.Equal((Awaited.Check, 0UL), Waits(replica));
        replica.Step(new Input.BlockChecked(Chain[0].Hash, true));
        Assert.Equal((Awaited.Prepares, 0b0001UL), Waits(replica));
        replica.Receive(Four.Prepare(3, 0, Chain[0]), Four.Prepare(1, 0, Chain[0]));
        Assert.Equal((Awaited.Commits, 0b0001UL), Waits(replica));
        replica.Receive(Four.Commit(2, 0, Chain[0]), Four.Commit(3, 0, Chain[0]));
        Assert.Equal(new Height(1), replica.Replica.Head.Height);
    }

    [Fact]
    public void A_view_is_waited_for_from_the_validators_and_then_from_its_primary()
    {
        HandDriven replica = new(Four, 0);

        replica.Receive(Four.Ask(2, 1), Four.Leave(3, 1));
        Assert.Equal((Awaited.ViewChanges, 0b1001UL), Waits(replica));
        replica.Receive(Four.Leave(1, 1));

        Assert.Equal((Awaited.NewView, 0b1011UL), Waits(replica));
    }

    [Fact]
    public void Blocks_below_a_certificate_are_waited_for_before_all_else()
    {
        HandDriven replica = new(Four, 0);

        replica.Receive(Four.Commit(1, 0, Chain[1]), Four.Commit(2, 0, Chain[1]), Four.Commit(3, 0, Chain[1]));

        Assert.Equal(new Wait(Awaited.Blocks, new Height(2), default), replica.Replica.Waiting);
    }

    private static (Awaited For, ulong Heard) Waits(HandDriven replica)
        => (replica.Replica.Waiting.For, replica.Replica.Waiting.Heard.Mask);

    private static Input Received(Message message) => new Input.Received(message);
}

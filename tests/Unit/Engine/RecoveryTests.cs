using Ledger.Consensus;
using Ledger.Engine.Execution.Governance;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>PROTOCOL.md D3: an order of the operators lets journals that were made anew sign in the epoch of their loss.</summary>
public sealed class RecoveryTests
{
    private static readonly Committee Four = new(4, new ChainParameters(ProtocolVersion: ProtocolVersions.IssuersByGovernance));

    private static readonly GovernanceState Origin = GovernanceState.Of(Four.Genesis);

    private static readonly Height At = new(20);

    private static readonly ulong Window = Four.Genesis.Parameters.Window;

    private static readonly LostJournal[] Two = [new("validator-0", 7), new("validator-2", 9)];

    private static readonly Block[] Chain = Four.Run(2);

    private static readonly SignerSet ZeroAndTwo = new(0b0101);

    [Fact]
    public void D3_an_order_is_known_again_by_its_bytes()
    {
        RecoveryOrder order = RecoveryOrder.After(new Epoch(3), new View(5), Two.Reverse());

        RecoveryOrder read = RecoveryOrder.Of(ChangeOf(order))!;

        Assert.Equal((new Epoch(3), new View(5 + RecoveryOrder.ViewMargin)), (read.Epoch, read.View));
        Assert.Equal(Two, read.Lost);
        Assert.True(read.Names("validator-2", 9));
        Assert.False(read.Names("validator-2", 8) || read.Names("validator-1", 9));
        byte[] body = order.ToAction().Body.ToArray();
        Assert.All(Enumerable.Range(0, body.Length), n => Assert.Null(Read(order, body[..n])));
        Assert.Null(Read(order, [.. body, 0]));
        Assert.Null(RecoveryOrder.Of(new GovernanceChange(Four.Genesis.ChainId, 0, [order.ToAction(), order.ToAction()])));
    }

    [Fact]
    public void D3_an_order_that_leaves_nobody_who_could_know_what_was_signed_is_refused()
    {
        ValidatorSet set = Four.Genesis.Validators;
        LostJournal[] three = [.. Two, new("validator-3", 1)];

        Assert.Equal(GovernanceFault.None, Order(Two).Judge(set));
        Assert.Equal(GovernanceFault.NobodyLeft, Order(three).Judge(set));
        Assert.Equal(GovernanceFault.UnknownValidator, Order(new LostJournal("validator-9", 1)).Judge(set));
        Assert.Equal(GovernanceFault.Malformed, Order().Judge(set));
        Assert.Equal(GovernanceFault.Malformed, Order(new LostJournal("validator-0", 0)).Judge(set));
        Assert.Equal(GovernanceFault.Malformed, Order(Two[0], Two[0]).Judge(set));
        Assert.Equal(GovernanceFault.Malformed, new RecoveryOrder(new Epoch(0), View.Zero, [.. Two.Reverse()]).Judge(set));
    }

    [Fact]
    public void D3_an_order_needs_a_quorum_of_operators_its_epoch_and_its_revision()
    {
        GovernanceState state = Origin;
        RecoveryOrder order = Order(Two);

        Assert.Equal(Outcome.Enacted, Judge(state, ChangeOf(order), 0, 1, 2));
        Assert.Equal(Outcome.ApprovalsMissing, Judge(state, ChangeOf(order), 0, 1));
        Assert.Equal(Outcome.OtherEpoch, Judge(state, ChangeOf(order with { Epoch = new Epoch(1) }), 0, 1, 2));
        Assert.Equal(Outcome.StaleRevision, Judge(state, ChangeOf(order) with { Revision = 1 }, 0, 1, 2));
        Assert.Equal(Outcome.InvalidChange, Judge(state, ChangeOf(Order()), 0, 1, 2));
        Assert.Equal(Outcome.NotInForce, Judge(GovernanceState.Of(new Committee().Genesis), ChangeOf(order), 0, 1, 2));
    }

    [Fact]
    public void D3_the_block_that_has_the_order_makes_all_of_them_members_of_the_next_epoch_as_a_rejoin_does()
    {
        GovernanceState after = Enact(Origin, Signed(ChangeOf(Order(Two)), 0, 1, 2));

        Assert.Equal((At + Window + 1, 1UL), (after.Next!.Start, after.Revision));
        Assert.Equal(after.Epoch.Validators.Hash, after.Next.Validators.Hash);
        Assert.Equal([("validator-0", 7UL), ("validator-2", 9UL)], after.Rejoined.Select(r => (r.Key, r.Value.Incarnation)));
        Assert.Equal(Outcome.StaleRevision, Judge(after, ChangeOf(Order(Two)), 0, 1, 2)); // it counts once
    }

    [Fact]
    public void D2_a_rejoin_and_an_order_share_the_epoch_that_begins_anyway()
    {
        GovernanceState one = Enact(Origin, Rejoin("validator-1", 3));

        GovernanceState two = Enact(one, Signed(ChangeOf(Order(Two)), 0, 1, 2));

        Assert.Same(one.Next, two.Next);
        Assert.Equal([7UL, 3, 9], two.Rejoined.Values.Select(r => r.Incarnation));
        Assert.Equal(two.Next, two.After(At + Window));
    }

    [Fact]
    public void D3_nothing_is_promised_before_everybody_who_lost_nothing_has_left_for_the_views_of_the_order()
    {
        Replica replica = Follower();
        replica.Step(new Input.Received(Four.Leave(1, 1_005)), new EffectList());
        Assert.Null(Recover(replica));
        replica.Step(new Input.Received(Four.Leave(3, 999)), new EffectList()); // of before the loss, perhaps
        Assert.Null(Recover(replica));

        replica.Step(new Input.Received(Four.Leave(3, 1_000)), new EffectList());

        List<Promise> promises = Recover(replica)!;
        Assert.Equal(new View(1_000), promises.OfType<Promise.Left>().Single().ViewChange.View); // a far view moves nobody alone
        Assert.Empty(promises.OfType<Promise.Certified>());
    }

    [Fact]
    public void D3_the_highest_that_any_of_them_shows_is_taken_over_and_binds_after_a_restart()
    {
        QuorumCertificate low = Four.Certify(StatementType.Prepare, 0, Chain[0]);
        QuorumCertificate high = Four.Certify(StatementType.Prepare, 2, Chain[1]);
        Replica replica = Follower();
        replica.Step(new Input.Received(Four.Leave(1, 1_000, prepared: high)), new EffectList());
        replica.Step(new Input.Received(Four.Leave(3, 1_000, prepared: low)), new EffectList());

        List<Promise> promises = Recover(replica)!;
        DurableState durable = new(incarnation: 7);
        Assert.True(durable.TryApplyRecord(DurableState.Encode(promises)));
        DurableState again = new(incarnation: 7);
        Assert.True(again.TryApplyRecord(durable.Encode()));

        Assert.Equal(high.Statement, again.Highest!.Statement);
        Assert.Equal(new View(1_000), again.Asked);
        Assert.True(again is { HasRecovered: true, IsSilent: false, MustRejoin: true });
        Assert.Equal(high.Statement, again.ViewChange!.Highest!.Statement);
        again.Apply(new Promise.Entered(new Epoch(1)));
        Assert.True(again is { HasRecovered: false, IsSilent: true }); // but of that epoch the order says nothing
    }

    [Fact]
    public void D3_what_is_shown_is_of_a_view_below_the_one_that_is_asked_for()
    {
        QuorumCertificate of = Four.Certify(StatementType.Prepare, 1_002, Chain[0]);
        Replica replica = Follower();
        replica.Step(new Input.Received(Four.Leave(1, 1_004, prepared: of)), new EffectList());
        replica.Step(new Input.Received(Four.Leave(3, 1_000)), new EffectList());

        Assert.Equal(new View(1_003), Recover(replica)!.OfType<Promise.Left>().Single().ViewChange.View);
    }

    [Fact]
    public void D3_whoever_has_its_promises_asks_for_the_view_and_is_given_none()
    {
        HandDriven replica = new(Four, 1);

        replica.Step(new Input.Ordered(new View(1_000)));

        Assert.Equal(new View(1_000), Assert.Single(replica.Sent.OfType<Suspect>()).View);
        replica.Receive(Four.Ask(3, 1_000));
        Assert.Equal(new View(1_000), Assert.Single(replica.Sent.OfType<ViewChange>()).View);
        Assert.Null(replica.Replica.Recover(Four.SignerOf(1), ZeroAndTwo, new View(1_000)));
    }

    private static Replica Follower()
        => new(
            new ReplicaOptions(Window), Four.Genesis.Configuration, Committee.At(0), signer: null, new DurableState(7),
            new ChainHead(Height.Genesis, Four.Origin, null));

    private static List<Promise>? Recover(Replica replica) => replica.Recover(Four.SignerOf(0), ZeroAndTwo, new View(1_000));

    private static RecoveryOrder Order(params LostJournal[] lost) => RecoveryOrder.After(new Epoch(0), View.Zero, lost);

    private static RecoveryOrder? Read(RecoveryOrder order, byte[] body)
        => RecoveryOrder.Of(new GovernanceChange(Four.Genesis.ChainId, 0, [order.ToAction() with { Body = body }]));

    private static GovernanceChange ChangeOf(RecoveryOrder order) => new(Four.Genesis.ChainId, 0, [order.ToAction()]);

    private static Outcome Judge(GovernanceState state, GovernanceChange change, params int[] operators)
        => GovernanceExecution.Execute(state, Signed(change, operators), At, 1_000, Committee.Suites).Outcome;

    private static GovernanceState Enact(GovernanceState before, SignedTransaction signed)
    {
        (Outcome outcome, GovernanceState after) = GovernanceExecution.Execute(before, signed, At, 1_000, Committee.Suites);
        Assert.Equal(Outcome.Enacted, outcome);
        return after;
    }

    private static SignedTransaction Signed(GovernanceChange change, params int[] operators)
        => SignedTransaction.Unsigned(GovernanceTransaction.Of(
            change, new Height(90), operators.Select(o => change.Approve(Committee.At(o), Committee.OperatorKey(o)))));

    private static SignedTransaction Rejoin(string name, ulong incarnation)
        => SignedTransaction.Sign(
            MembershipTransaction.Rejoin(Four.Genesis.ChainId, new Height(90), name, new Epoch(0), incarnation), Four.SignerOf(1));
}

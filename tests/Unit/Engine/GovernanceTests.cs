using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Engine.Execution.Governance;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>What the chain decides about itself, and what it refuses: PROTOCOL.md E1, E5 and D2.</summary>
public sealed class GovernanceTests
{
    private static readonly Committee Four = new();

    private static readonly Height At = new(20);

    private const ulong NowMs = 1_700_000_000_000;

    private static readonly ulong Window = Four.Genesis.Parameters.Window;

    private static readonly ToySigner Newcomer = new(50);

    private static readonly ToySigner NextKey = new(53);

    private static readonly GovernanceState Origin = GovernanceState.Of(Four.Genesis);

    private static readonly Validator Fifth = new(
        "validator-4", new Region("SG"), Newcomer.Suite, Newcomer.PublicKey, Sha256.Hash("pin"u8), new ToySigner(51).PublicKey,
        CosigningKeys.Of(Committee.CosignersOf(4)));

    [Fact]
    public void E1_a_removal_takes_effect_W_blocks_after_its_own()
    {
        GovernanceState decided = Enact(Origin, new GovernanceAction.RemoveValidator("validator-3"));

        Assert.Equal(At + Window + 1, decided.Next!.Start);
        Assert.Equal(new Epoch(1), decided.Next.Number);
        Assert.Equal(3, decided.Next.Validators.Size);
        Assert.Equal(decided.Epoch, decided.After(At + (Window - 1)));
        Assert.Equal(decided.Next, decided.After(At + Window));
        Assert.Same(decided, decided.Enter(At + Window));
        Assert.Equal(decided.Next, decided.Enter(At + Window + 1).Epoch);
    }

    [Fact]
    public void E5_a_newcomer_counts_from_its_own_Ready()
    {
        GovernanceState awaiting = Enact(Origin, Add(Fifth));
        Assert.Null(awaiting.Next);
        Assert.NotNull(awaiting.Awaiting);

        Assert.Equal(Outcome.BadSignature, Refuse(awaiting, ReadyOf(Fifth.Name, new ToySigner(52))));
        Assert.Equal(Outcome.NotAMember, Refuse(awaiting, ReadyOf("validator-9", Newcomer)));
        Assert.Equal(Outcome.OtherEpoch, Refuse(awaiting, ReadyOf(Fifth.Name, Newcomer, epoch: 1)));
        GovernanceState ready = Enact(awaiting, ReadyOf(Fifth.Name, Newcomer));

        Assert.Null(ready.Awaiting);
        Assert.Equal(5, ready.Next!.Validators.Size);
        Assert.Contains(ready.Next.Validators.Validators, v => v.Name == Fifth.Name && v.TlsPin == Fifth.TlsPin);
    }

    [Fact]
    public void A_change_that_waits_for_a_Ready_can_be_given_up_and_another_made()
    {
        GovernanceState awaiting = Enact(Origin, Add(Fifth));
        GovernanceAction other = new GovernanceAction.RemoveValidator("validator-3");

        Assert.Equal(Outcome.ChangePending, Refuse(awaiting, Approved(awaiting, other)));
        GovernanceState withdrawn = Enact(awaiting, new GovernanceAction.Withdraw());

        Assert.Null(withdrawn.Awaiting);
        Assert.NotNull(Enact(withdrawn, other).Next);
        Assert.Equal(Outcome.InvalidChange, Refuse(withdrawn, Approved(withdrawn, new GovernanceAction.Withdraw())));
    }

    [Fact]
    public void Only_one_change_is_on_its_way_at_a_time()
    {
        GovernanceState pending = Enact(Origin, new GovernanceAction.RemoveValidator("validator-3"));

        Assert.Equal(
            Outcome.ChangePending, Refuse(pending, Approved(pending, new GovernanceAction.RemoveValidator("validator-2"))));
        Assert.Equal(Outcome.StaleRevision, Refuse(pending, Approved(Origin, new GovernanceAction.RemoveValidator("validator-2"))));
    }

    [Theory]
    [InlineData("0", Outcome.ApprovalsMissing)]
    [InlineData("02", Outcome.ApprovalsMissing)]
    [InlineData("012", Outcome.Enacted)]
    [InlineData("0123", Outcome.Enacted)]
    public void A_change_needs_a_jurisdiction_quorum_of_operators(string operators, Outcome outcome)
    {
        GovernanceChange change = ChangeOf(Origin, new GovernanceAction.RemoveValidator("validator-3"));

        SignedTransaction signed = Signed(change, [.. operators.Select(o => o - '0')]);

        Assert.Equal(outcome, Execute(Origin, signed).Outcome);
    }

    [Fact]
    public void An_approval_by_another_key_than_the_operators_spoils_the_change()
    {
        GovernanceChange change = ChangeOf(Origin, new GovernanceAction.RemoveValidator("validator-3"));
        Approval[] good = [.. Enumerable.Range(0, 3).Select(i => change.Approve(Committee.At(i), Committee.OperatorKey(i)))];
        Approval[][] bad =
        [
            [.. good, change.Approve(Committee.At(3), Four.SignerOf(3))],
            [.. good, change.Approve(Committee.At(4), Committee.OperatorKey(4))],
            [.. good, (change with { Revision = 7 }).Approve(Committee.At(3), Committee.OperatorKey(3))],
        ];

        Assert.All(bad, approvals => Assert.Equal(
            Outcome.BadApproval,
            Refuse(Origin, SignedTransaction.Unsigned(GovernanceTransaction.Of(change, new Height(90), approvals)))));
    }

    [Fact]
    public void E5_a_change_that_no_chain_could_run_on_is_refused_by_name()
    {
        Validator taken = Fifth with { TlsPin = Four.Genesis.Validators.Validators[0].TlsPin };
        (GovernanceFault Fault, GovernanceAction[] Actions)[] refused =
        [
            (GovernanceFault.UnknownValidator, [new GovernanceAction.RemoveValidator("nobody")]),
            (GovernanceFault.UnknownValidator, [Replace(Fifth)]),
            (GovernanceFault.NameTaken, [Add(Fifth with { Name = "validator-2" })]),
            (GovernanceFault.BadMember, [Add(Fifth with { Name = "" })]),
            (GovernanceFault.BadMember, [Add(Fifth with { Region = new Region("sg") })]),
            (GovernanceFault.NoPossession, [new GovernanceAction.AddValidator(Fifth, new byte[Possession.ValidatorBytes])]),
            (GovernanceFault.NoPossession, [Add(Fifth) with { Validator = Fifth with { Name = "another" } }]),
            (GovernanceFault.NoPossession, [Cosigned(Fifth, Committee.CosignersOf(5))]),
            (GovernanceFault.BadSet, [Add(taken)]),
            (GovernanceFault.BadSet, [Cosigned(CosigningBy(Committee.CosignersOf(1)), Committee.CosignersOf(1))]),
            (GovernanceFault.BadSet, [Cosigned(CosigningBy(Mixed), Mixed)]),
            (GovernanceFault.BadSet, [Remove(0), Remove(2)]),
            (GovernanceFault.BadSize, [Remove(0), Remove(1), Remove(2), Remove(3)]),
            (GovernanceFault.BadSet, [new GovernanceAction.SetRegionMinimum(new RegionMinimum(new Region("SG"), 3))]),
            (GovernanceFault.BadParameters, [new GovernanceAction.SetParameters(Four.Genesis.Parameters with { Window = 0 })]),
            (GovernanceFault.NothingChanges, [new GovernanceAction.SetParameters(Four.Genesis.Parameters)]),
            (GovernanceFault.VersionLower, [Version(0)]),
            (GovernanceFault.VersionSkipped, [Version(3)]),
            (GovernanceFault.VersionSkipped, [Version(uint.MaxValue)]),
        ];

        Assert.All(refused, r =>
        {
            GovernanceChange change = ChangeOf(Origin, r.Actions);
            Assert.Equal(r.Fault, GovernanceRules.TryApply(Origin.Epoch, change, Committee.Suites, out ConfigurationDraft? draft));
            Assert.Null(draft);
            Assert.Equal(Outcome.InvalidChange, Refuse(Origin, Signed(change, 0, 1, 2)));
        });
    }

    [Fact]
    public void Two_keys_that_are_one_are_refused()
    {
        Validator twin = Fifth with { PublicKey = Four.Genesis.Validators.Validators[1].PublicKey };
        GovernanceAction action = new GovernanceAction.AddValidator(
            twin, Possession.Prove(Four.Genesis.ChainId, twin, Four.SignerOf(1), Committee.CosignersOf(4)));

        Assert.Equal(
            GovernanceFault.BadSet, GovernanceRules.TryApply(Origin.Epoch, ChangeOf(Origin, action), Committee.Suites, out _));
    }

    [Fact]
    public void One_of_four_is_replaced_in_one_change()
    {
        GovernanceState awaiting = Enact(Origin, Remove(3), Add(Fifth));
        GovernanceState ready = Enact(awaiting, ReadyOf(Fifth.Name, Newcomer));

        Assert.Equal(4, ready.Next!.Validators.Size);
        Assert.Null(ready.Next.Validators.Find("validator-3"));
    }

    [Fact]
    public void Other_keys_than_the_consensus_key_need_no_Ready()
    {
        Validator first = Four.Genesis.Validators.Validators[0] with { TlsPin = Sha256.Hash("another pin"u8) };
        GovernanceAction action = new GovernanceAction.ReplaceValidator(
            first, Possession.Prove(Four.Genesis.ChainId, first, Four.SignerOf(0), Committee.CosignersOf(0)));

        GovernanceState decided = Enact(Origin, action);

        Assert.Null(decided.Awaiting);
        Assert.Contains(decided.Next!.Validators.Validators, v => v.TlsPin == first.TlsPin && v.Name == first.Name);
    }

    [Fact]
    public void D2_a_rejoin_begins_an_epoch_with_the_same_set_and_not_again_so_soon()
    {
        GovernanceState rejoining = Enact(Origin, RejoinOf(2));
        Assert.Equal(Origin.Epoch.Validators.Hash, rejoining.Next!.Validators.Hash);
        Assert.NotEqual(Origin.Epoch.Hash, rejoining.Next.Hash);

        GovernanceState entered = rejoining.Enter(rejoining.Next.Start);
        Assert.Equal(Outcome.OtherEpoch, Refuse(entered, RejoinOf(2)));
        Assert.Equal(Outcome.TooSoon, Refuse(entered, RejoinOf(2, epoch: 1)));
        Assert.Equal(Outcome.Enacted, Execute(entered, RejoinOf(1, epoch: 1)).Outcome);
        ulong later = NowMs + GovernanceExecution.RejoinPauseMs;
        Assert.Equal(Outcome.Enacted, GovernanceExecution.Execute(entered, RejoinOf(2, epoch: 1), At, later, Committee.Suites).Outcome);
    }

    [Fact]
    public void D2_who_comes_in_is_known_by_the_journal_that_it_was_ready_with()
    {
        GovernanceState rejoined = Enact(Origin, RejoinOf(2)).Enter(At + Window + 1);
        GovernanceState awaiting = Enact(rejoined, ReplaceKey(2), Add(Fifth));
        GovernanceState one = Enact(awaiting, ReadyOf("validator-2", NextKey, epoch: 1, incarnation: 9));
        Assert.Equal(7UL, one.Rejoined["validator-2"].Incarnation);
        GovernanceState both = Enact(one, ReadyOf(Fifth.Name, Newcomer, epoch: 1));

        Assert.Equal(new LastRejoin(NowMs, 9), both.Rejoined["validator-2"]); // which may not rejoin the sooner for it
        Assert.Equal(new LastRejoin(0, 0), both.Rejoined[Fifth.Name]);
        Assert.Empty(both.Ready);
    }

    [Fact]
    public void D2_a_ready_journal_is_forgotten_with_the_change_that_is_given_up()
    {
        GovernanceState ready = Enact(Enact(Origin, ReplaceKey(2), Add(Fifth)), ReadyOf("validator-2", NextKey, incarnation: 9));

        GovernanceState withdrawn = Enact(ready, new GovernanceAction.Withdraw());

        Assert.Empty(withdrawn.Ready);
        Assert.Empty(withdrawn.Rejoined);
    }

    [Fact]
    public void D2_a_rejoin_takes_the_Ready_of_the_journal_back_that_was_lost()
    {
        GovernanceState ready = Enact(Enact(Origin, ReplaceKey(2), Add(Fifth)), ReadyOf("validator-2", NextKey));

        GovernanceState rejoining = Enact(ready, RejoinOf(2));

        Assert.Empty(rejoining.Ready);
        Assert.NotNull(rejoining.Awaiting);
        Assert.Equal(7UL, rejoining.Rejoined["validator-2"].Incarnation);
    }

    [Fact]
    public void D2_whoever_is_let_in_again_is_known_by_no_journal_of_before()
    {
        GovernanceState rejoined = Enact(Origin, RejoinOf(3)).Enter(At + Window + 1);
        GovernanceState removed = Enact(rejoined, Remove(3));

        Assert.NotEmpty(removed.Rejoined);
        Assert.Empty(removed.Enter(removed.Next!.Start).Rejoined);
    }

    [Fact]
    public void P1_another_protocol_version_is_in_force_W_blocks_after_a_jurisdiction_quorum_said_that_it_is_ready()
    {
        GovernanceState one = Enact(Enact(Origin, Version(2)), ReadyOf("validator-0", Four.SignerOf(0)));
        GovernanceState two = Enact(one, ReadyOf("validator-2", Four.SignerOf(2)));
        Assert.Null(two.Next);
        Assert.Equal(["validator-1", "validator-3"], GovernanceExecution.Awaited(two, Committee.Suites).Select(v => v.Name));
        Assert.Equal(Outcome.NotAMember, Refuse(two, ReadyOf("validator-0", Four.SignerOf(0))));

        GovernanceState three = Enact(two, ReadyOf("validator-3", Four.SignerOf(3)));

        Assert.Equal((2U, At + Window + 1), (three.Next!.Parameters.ProtocolVersion, three.Next.Start));
        Assert.Equal(Origin.Epoch.Validators.Hash, three.Next.Validators.Hash);
        Assert.Equal(1U, three.Enter(At + Window).Epoch.Parameters.ProtocolVersion);
        Assert.Equal(2U, three.Enter(At + Window + 1).Epoch.Parameters.ProtocolVersion);
    }

    [Fact]
    public void P1_ready_validators_that_are_no_jurisdiction_quorum_begin_no_version()
    {
        GovernanceState minimum = Enact(Origin, new GovernanceAction.SetRegionMinimum(new RegionMinimum(new Region("SG"), 2)));
        GovernanceState entered = minimum.Enter(At + Window + 1);
        GovernanceState state = Enact(entered, Signed(ChangeOf(entered, Version(2)), 0, 1, 2, 3));
        foreach (int ready in (int[])[0, 1, 2])
        {
            state = Enact(state, ReadyOf($"validator-{ready}", Four.SignerOf(ready), epoch: 1));
        }

        Assert.Null(state.Next); // three of four, but one of Singapore's two
        Assert.NotNull(Enact(state, ReadyOf("validator-3", Four.SignerOf(3), epoch: 1)).Next);
    }

    [Fact]
    public void P1_a_version_never_goes_back()
    {
        GovernanceState raised = Raised();

        Assert.Equal(Outcome.InvalidChange, Refuse(raised, Approved(raised, Version(1))));
        Assert.Equal(
            GovernanceFault.VersionLower,
            GovernanceRules.TryApply(raised.Epoch, ChangeOf(raised, Version(1)), Committee.Suites, out _));
    }

    [Fact]
    public void P2_an_action_of_another_version_decodes_in_every_program_and_is_refused_by_name()
    {
        foreach (GovernanceAction action in (GovernanceAction[])
            [new GovernanceAction.Later(7, new byte[40]), new GovernanceAction.Later(200, ReadOnlyMemory<byte>.Empty)])
        {
            SignedTransaction signed = Approved(Origin, Remove(3), action);
            Assert.Equal(DecodeFault.None, SignedTransaction.TryDecode(signed.Encode(), out SignedTransaction? read));
            Assert.Equal(signed.Transaction.Id, read!.Transaction.Id);
            Assert.Equal(Outcome.NotInForce, Refuse(Origin, read));
        }

        GovernanceChange change = ChangeOf(Origin, new GovernanceAction.Later(7, new byte[GovernanceAction.MaximumLaterBytes + 1]));
        Assert.Throws<ArgumentException>(() => Signed(change, 0, 1, 2));
    }

    [Fact]
    public void What_was_decided_comes_back_from_its_bytes_and_no_byte_can_be_changed_cut_or_added()
    {
        GovernanceState[] states =
        [
            Origin, Enact(Origin, Add(Fifth)), Enact(Enact(Origin, RejoinOf(2)).Enter(At + Window + 1), Add(Fifth)),
            Enact(Enact(Origin, ReplaceKey(2), Add(Fifth)), ReadyOf("validator-2", NextKey, incarnation: 9)),
        ];
        foreach (byte[] bytes in states.Select(s => s.Encode()))
        {
            Assert.Equal(DecodeFault.None, GovernanceState.TryDecode(bytes, out GovernanceState? read));
            Assert.Equal(bytes, read!.Encode());
            Assert.NotEqual(DecodeFault.None, GovernanceState.TryDecode([.. bytes, 0], out _));
            Assert.All(
                Enumerable.Range(0, bytes.Length),
                n => Assert.NotEqual(DecodeFault.None, GovernanceState.TryDecode(bytes.AsSpan(0, n), out _)));
        }
    }

    private static GovernanceState Enact(GovernanceState before, params GovernanceAction[] actions)
        => Enact(before, Approved(before, actions));

    private static GovernanceState Enact(GovernanceState before, SignedTransaction signed)
    {
        (Outcome outcome, GovernanceState after) = Execute(before, signed);
        Assert.Equal(Outcome.Enacted, outcome);
        return after;
    }

    private static Outcome Refuse(GovernanceState before, SignedTransaction signed)
    {
        (Outcome outcome, GovernanceState after) = Execute(before, signed);
        Assert.Same(before, after);
        return outcome;
    }

    private static (Outcome Outcome, GovernanceState After) Execute(GovernanceState before, SignedTransaction signed)
        => GovernanceExecution.Execute(before, signed, At, NowMs, Committee.Suites);

    private static SignedTransaction Approved(GovernanceState on, params GovernanceAction[] actions)
        => Signed(ChangeOf(on, actions), 0, 1, 2);

    private static GovernanceChange ChangeOf(GovernanceState on, params GovernanceAction[] actions)
        => new(Four.Genesis.ChainId, on.Revision, actions);

    private static SignedTransaction Signed(GovernanceChange change, params int[] operators)
        => SignedTransaction.Unsigned(GovernanceTransaction.Of(
            change, new Height(90), operators.Select(o => change.Approve(Committee.At(o), Committee.OperatorKey(o)))));

    private static SignedTransaction ReadyOf(string name, ISigner key, uint epoch = 0, ulong incarnation = 0)
        => SignedTransaction.Sign(
            MembershipTransaction.Ready(Four.Genesis.ChainId, new Height(90), name, new Epoch(epoch), incarnation), key);

    private static SignedTransaction RejoinOf(int validator, uint epoch = 0)
        => SignedTransaction.Sign(
            MembershipTransaction.Rejoin(Four.Genesis.ChainId, new Height(90), $"validator-{validator}", new Epoch(epoch), 7),
            Four.SignerOf(validator));

    private static GovernanceAction.AddValidator Add(Validator validator)
        => new(validator, Possession.Prove(Four.Genesis.ChainId, validator, Newcomer, Committee.CosignersOf(4)));

    /// <summary>A new Ed25519 key beside the SM2 key of another member.</summary>
    private static CosigningSigners Mixed => Committee.CosignersOf(2) with { Ed25519 = Committee.CosignersOf(6).Ed25519 };

    private static Validator CosigningBy(CosigningSigners cosigners) => Fifth with { CosigningKeys = CosigningKeys.Of(cosigners) };

    /// <summary>Let in under the word of these cosigning keys, whichever the record names.</summary>
    private static GovernanceAction.AddValidator Cosigned(Validator validator, CosigningSigners cosigners)
        => new(validator, Possession.Prove(Four.Genesis.ChainId, validator, Newcomer, cosigners));

    /// <summary>The same validator under <see cref="NextKey"/>.</summary>
    private static GovernanceAction.ReplaceValidator ReplaceKey(int validator)
    {
        Validator next = Four.Genesis.Validators.Validators[validator] with { Suite = NextKey.Suite, PublicKey = NextKey.PublicKey };
        return new GovernanceAction.ReplaceValidator(
            next, Possession.Prove(Four.Genesis.ChainId, next, NextKey, Committee.CosignersOf(validator)));
    }

    private static GovernanceAction.ReplaceValidator Replace(Validator validator)
        => new(validator, Possession.Prove(Four.Genesis.ChainId, validator, Newcomer, Committee.CosignersOf(4)));

    private static GovernanceAction.SetParameters Version(uint version) => new(Four.Genesis.Parameters with { ProtocolVersion = version });

    private static GovernanceState Raised()
        => Enumerable.Range(0, 3)
            .Aggregate(Enact(Origin, Version(2)), (state, i) => Enact(state, ReadyOf($"validator-{i}", Four.SignerOf(i))))
            .Enter(At + Window + 1);

    private static GovernanceAction.RemoveValidator Remove(int validator) => new($"validator-{validator}");
}

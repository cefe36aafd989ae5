using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Engine.Execution.Governance;

/// <summary>What a transaction about the chain itself makes of <see cref="GovernanceState"/>: E5 and D2, as a pure function.</summary>
/// <remarks>A refusal leaves the state as it was, and the transaction stays in its block with a named outcome.</remarks>
public static class GovernanceExecution
{
    /// <summary>Shortest time between two rejoins of one validator, by the blocks' clock: each costs the chain a change of epoch.</summary>
    public const ulong RejoinPauseMs = 60_000;

    public static (Outcome Outcome, GovernanceState After) Execute(
        GovernanceState before, SignedTransaction signed, Height height, ulong timeMs, SignatureSuites suites)
        => signed.Transaction switch
        {
            GovernanceTransaction governance => Decide(before, governance, height, suites),
            MembershipTransaction { Kind: TransactionKind.Ready } ready => Ready(before, ready, signed, height, suites),
            MembershipTransaction rejoin => Rejoin(before, rejoin, signed, height, timeMs, suites),
            _ => throw new ArgumentOutOfRangeException(nameof(signed), signed.Transaction.Kind, "Not about the chain itself."),
        };

    /// <summary>What the operators decide together.</summary>
    /// <remarks>An order counts before it is in any block (D3): the engine asks this of one by itself, too.</remarks>
    public static (Outcome Outcome, GovernanceState After) Decide(
        GovernanceState before, GovernanceTransaction transaction, Height height, SignatureSuites suites)
    {
        GovernanceChange change = transaction.Change;
        bool withdraws = change.Actions is [GovernanceAction.Withdraw];
        Outcome refusal = change.Since > before.Epoch.Parameters.ProtocolVersion ? Outcome.NotInForce
            : change.Revision != before.Revision ? Outcome.StaleRevision
            : change.Recovers ? JudgeOrder(before, transaction, suites)
            : change.IsOfIssuers ? JudgeApprovals(before.Epoch.Validators, transaction, suites)
            : withdraws == before.Awaiting is null ? (withdraws ? Outcome.InvalidChange : Outcome.ChangePending)
            : !withdraws && before.Next is not null ? Outcome.ChangePending
            : JudgeApprovals(before.Epoch.Validators, transaction, suites);
        if (refusal != Outcome.None)
        {
            return (refusal, before);
        }

        GovernanceState decided = before with { Revision = before.Revision + 1 };
        return change.Recovers ? Recover(decided, RecoveryOrder.Of(change)!, height)
            : change.IsOfIssuers ? Register(before, decided, change, height, suites)
            : withdraws ? (Outcome.Enacted, decided.Settle())
            : Begin(before, decided with { Awaiting = change }, height, suites);
    }

    /// <summary>D3: whether the operators may let these journals sign in the epoch that the chain is in, and do.</summary>
    private static Outcome JudgeOrder(GovernanceState state, GovernanceTransaction transaction, SignatureSuites suites)
        => RecoveryOrder.Of(transaction.Change) is not { } order ? Outcome.InvalidChange
            : order.Epoch != state.Epoch.Number ? Outcome.OtherEpoch
            : order.Judge(state.Epoch.Validators) != GovernanceFault.None ? Outcome.InvalidChange
            : JudgeApprovals(state.Epoch.Validators, transaction, suites);

    /// <summary>D2 for all of them at once: the epoch that this begins is after all that any of them may have signed before.</summary>
    private static (Outcome Outcome, GovernanceState After) Recover(GovernanceState decided, RecoveryOrder order, Height height)
    {
        GovernanceState noted = order.Lost.Aggregate(
            decided, (state, lost) => state.Note(lost.Name, lost.Incarnation, state.PauseFrom(lost.Name)));
        return (Outcome.Enacted, noted.BeginAnew(height));
    }

    /// <summary>E6: in force from the next transaction on; it waits for nobody and begins no epoch.</summary>
    private static (Outcome Outcome, GovernanceState After) Register(
        GovernanceState before, GovernanceState decided, GovernanceChange change, Height height, SignatureSuites suites)
    {
        GovernanceFault fault = before.Issuers.TryApply(change, height, suites, out IssuerBook? issuers);
        return fault == GovernanceFault.None ? (Outcome.Enacted, decided with { Issuers = issuers! }) : (Outcome.InvalidChange, before);
    }

    private static Outcome JudgeApprovals(ValidatorSet set, GovernanceTransaction transaction, SignatureSuites suites)
    {
        SignerSet approving = SignerSet.Empty;
        foreach (Approval approval in transaction.Approvals)
        {
            if (!set.Contains(approval.Operator) || !transaction.Change.IsApprovedBy(set[approval.Operator], approval, suites))
            {
                return Outcome.BadApproval;
            }

            approving = approving.With(approval.Operator);
        }

        return set.HasQuorum(approving) ? Outcome.None : Outcome.ApprovalsMissing;
    }

    private static (Outcome Outcome, GovernanceState After) Ready(
        GovernanceState before,
        MembershipTransaction ready,
        SignedTransaction signed,
        Height height,
        SignatureSuites suites)
    {
        Validator? newcomer = Awaited(before, suites).FirstOrDefault(v => v.Name == ready.Name);
        Outcome refusal = ready.Epoch != before.Epoch.Number ? Outcome.OtherEpoch
            : newcomer is null ? Outcome.NotAMember
            : !signed.IsSignedBy(suites, newcomer.Suite, newcomer.PublicKey.Span) ? Outcome.BadSignature
            : before.Next is not null ? Outcome.ChangePending
            : Outcome.None;
        if (refusal != Outcome.None)
        {
            return (refusal, before);
        }

        return Begin(before, before with { Ready = before.Ready.Add(ready.Name, ready.Incarnation) }, height, suites);
    }

    private static (Outcome Outcome, GovernanceState After) Rejoin(
        GovernanceState before,
        MembershipTransaction rejoin,
        SignedTransaction signed,
        Height height,
        ulong timeMs,
        SignatureSuites suites)
    {
        Validator? member = before.Epoch.Validators.Validators.FirstOrDefault(v => v.Name == rejoin.Name);
        bool tooSoon = before.Rejoined.TryGetValue(rejoin.Name, out LastRejoin? last) && timeMs < last.TimeMs + RejoinPauseMs;
        Outcome refusal = rejoin.Epoch != before.Epoch.Number ? Outcome.OtherEpoch
            : member is null ? Outcome.NotAMember
            : !signed.IsSignedBy(suites, member.Suite, member.PublicKey.Span) ? Outcome.BadSignature
            : tooSoon ? Outcome.TooSoon
            : Outcome.None;
        if (refusal != Outcome.None)
        {
            return (refusal, before);
        }

        return (Outcome.Enacted, before.Note(rejoin.Name, rejoin.Incarnation, timeMs).BeginAnew(height));
    }

    /// <summary>The change that waits takes its date when nobody is missing any more.</summary>
    private static (Outcome Outcome, GovernanceState After) Begin(
        GovernanceState before, GovernanceState decided, Height height, SignatureSuites suites)
    {
        GovernanceFault fault = GovernanceRules.TryApply(decided.Epoch, decided.Awaiting!, suites, out ConfigurationDraft? draft);
        if (draft is null || fault != GovernanceFault.None)
        {
            return (Outcome.InvalidChange, before);
        }

        bool begins = GovernanceRules.MayBegin(decided.Epoch, draft, decided.Ready.Keys.ToHashSet());
        return (Outcome.Enacted, begins ? decided.LetIn().Schedule(draft, height) : decided);
    }

    /// <summary>Who may still say that it is ready before the change that was decided takes its date.</summary>
    public static IEnumerable<Validator> Awaited(GovernanceState state, SignatureSuites suites)
        => Decided(state, suites) is { } draft ? GovernanceRules.Awaited(state.Epoch, draft, state.Ready.Keys.ToHashSet()) : [];

    /// <summary>What the change that waits is to make of the configuration; null when none waits.</summary>
    public static ConfigurationDraft? Decided(GovernanceState state, SignatureSuites suites)
        => state.Awaiting is { } change
            && GovernanceRules.TryApply(state.Epoch, change, suites, out ConfigurationDraft? draft) == GovernanceFault.None
            ? draft : null;
}

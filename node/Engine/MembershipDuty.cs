using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Engine.Execution;
using Ledger.Engine.Execution.Governance;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Engine;

/// <summary>What a node has to say of its own membership: that it is ready to be let in (E5), or that it begins anew (D2).</summary>
/// <remarks>What is said is of one epoch, and so is this.</remarks>
internal sealed class MembershipDuty(EngineSetup setup)
{
    /// <summary>How many heights it may take until what was said is included; then it is said again.</summary>
    private const ulong ValidHeights = 64;

    /// <summary>A chain that brought nothing for so long brings nothing more: its head is here.</summary>
    private const ulong QuietMs = 2_000;

    private Transaction? _said;
    private bool _mayHaveToSpeak = true;
    private ulong? _headMs;

    /// <summary>A block was adopted: only that changes what there is to be said.</summary>
    public void Note(LedgerState state, ulong nowMs)
        => (_mayHaveToSpeak, _headMs) = (true, state.TimeMs + state.NextEpoch.Parameters.MaximumDriftMs >= nowMs ? 0 : nowMs);

    /// <summary>What to submit now; null when nothing is to be said, or what was said may still be included.</summary>
    /// <param name="journal">What may not vote before it has rejoined says so.</param>
    public CheckedTransaction? Next(LedgerState state, DurableState journal, Func<Digest, bool> isExecuted, ulong nowMs)
    {
        bool somethingToSay = journal.MustRejoin || state.Governance.Awaiting is not null;
        _headMs ??= nowMs;
        if (!somethingToSay || !_mayHaveToSpeak || nowMs < _headMs + QuietMs)
        {
            return null;
        }

        _mayHaveToSpeak = false;
        Height next = state.Block.Height.Next;
        bool waits = _said is { } said && said.ValidUntil >= next && !isExecuted(said.Id);
        Height until = next + Math.Min(ValidHeights, state.NextEpoch.Parameters.MaximumValidityHeights);
        GovernanceState governance = state.Governance.Enter(next);
        if (waits || (Ready(governance, journal, until) ?? Rejoin(governance, journal, until)) is not { } due)
        {
            return null;
        }

        (Outcome outcome, _) = GovernanceExecution.Execute(governance, due, next, nowMs, setup.Suites);
        if (outcome != Outcome.Enacted)
        {
            (_mayHaveToSpeak, _headMs) = (outcome == Outcome.TooSoon, nowMs); // time alone brings that about, on an idle chain too
            return null;
        }

        _said = due.Transaction;
        return CheckedTransaction.Check(due, null, setup.Suites);
    }

    /// <summary>A program that could not go on in the epoch which the change begins is not ready for it (P1).</summary>
    private SignedTransaction? Ready(GovernanceState governance, DurableState journal, Height until)
    {
        ConfigurationDraft? decided = GovernanceExecution.Decided(governance, setup.Suites);
        if (decided is null || !setup.Versions.Include(decided.Parameters.ProtocolVersion))
        {
            return null;
        }

        foreach (Validator awaited in GovernanceExecution.Awaited(governance, setup.Suites))
        {
            if (KeyOf(awaited) is { } key)
            {
                return SignedTransaction.Sign(
                    MembershipTransaction.Ready(
                        setup.Genesis.ChainId, until, awaited.Name, governance.Epoch.Number, journal.Incarnation), key);
            }
        }

        return null;
    }

    private SignedTransaction? Rejoin(GovernanceState governance, DurableState journal, Height until)
        => journal.MustRejoin && governance.Epoch.Validators.Find(setup.Name) is { } place
            && KeyOf(governance.Epoch.Validators[place]) is { } key
            ? SignedTransaction.Sign(
                MembershipTransaction.Rejoin(
                    setup.Genesis.ChainId, until, setup.Name, governance.Epoch.Number, journal.Incarnation), key)
            : null;

    private ISigner? KeyOf(Validator validator)
        => setup.Keys.FirstOrDefault(k => validator.HasKey(k.Suite, k.PublicKey.Span));
}

using Ledger.Cryptography.Signatures;
using Ledger.Engine.Batching;
using Ledger.Engine.Execution;
using Ledger.Engine.Execution.Governance;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Statuses;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Storage.State;

namespace Ledger.Engine.Admission;

/// <summary>Judges submitted transactions by the committed state; what it refuses has no effect.</summary>
public sealed class AdmissionControl(
    Genesis genesis, TransactionPool pool, BatchPool batches, IStateStore store, SignatureSuites suites)
{
    public Admission Judge(CheckedTransaction transaction, LedgerState head)
    {
        Transaction tx = transaction.Transaction;
        Height next = head.Block.Height.Next;
        return tx.ChainId != genesis.ChainId ? Admission.WrongChain
            : JudgeSigner(transaction, head) is var refusal and not Admission.None ? refusal
            : store.TryGet(StateKeys.Window(tx.Id), out _) ? Admission.AlreadyCommitted
            : pool.Knows(tx.Id) ? Admission.AlreadyKnown
            : IsConflict(tx, head, next) ? Admission.StatusConflict
            : tx.ValidUntil < next ? Admission.Expired
            : tx.ValidUntil > next + head.NextEpoch.Parameters.MaximumValidityHeights ? Admission.ValidityTooLong
            : pool.IsFull || batches.IsFull ? Admission.Full
            : Admission.Accepted;
    }

    /// <summary>Tried on the committed state: a change that waits before this one may still let it through, or refuse it.</summary>
    private static bool IsConflict(Transaction tx, LedgerState head, Height next)
        => tx is StatusTransaction status
            && new StatusBook(head.Map).Execute(status, next, head.TimeMs) != Outcome.StatusChanged;

    /// <summary>What is about the chain itself is tried on the committed state: it carries its own signatures.</summary>
    private Admission JudgeSigner(CheckedTransaction transaction, LedgerState head)
    {
        if (transaction.Transaction.Since > head.NextEpoch.Parameters.ProtocolVersion)
        {
            return Admission.NotInForce;
        }

        if (transaction.Transaction.SigningIssuer is { } index)
        {
            return head.Governance.Issuers.Find(index) is not { } issuer ? Admission.UnknownIssuer
                : issuer.IsRetired ? Admission.RetiredIssuer
                : transaction.IsSignedBy(issuer.Record, suites) ? Admission.None
                : Admission.BadSignature;
        }

        Height next = head.Block.Height.Next;
        (Outcome outcome, _) = GovernanceExecution.Execute(head.Governance.Enter(next), transaction.Signed, next, head.TimeMs, suites);
        return outcome == Outcome.Enacted ? Admission.None
            : outcome == Outcome.NotInForce ? Admission.NotInForce
            : Admission.NotEnactable;
    }
}

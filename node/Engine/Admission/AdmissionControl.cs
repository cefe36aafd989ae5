using Ledger.Engine.Batching;
using Ledger.Engine.Execution;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Storage.State;

namespace Ledger.Engine.Admission;

/// <summary>Judges submitted transactions by the committed state; what it refuses has no effect.</summary>
public sealed class AdmissionControl(Genesis genesis, TransactionPool pool, BatchPool batches, IStateStore store)
{
    public Admission Judge(CheckedTransaction transaction, LedgerState head)
    {
        Transaction tx = transaction.Transaction;
        Height next = head.Block.Height.Next;
        return tx.ChainId != genesis.ChainId ? Admission.WrongChain
            : transaction.Issuer is null ? Admission.UnknownIssuer
            : !transaction.SignatureGood ? Admission.BadSignature
            : store.TryGet(StateKeys.Window(tx.Id), out _) ? Admission.AlreadyCommitted
            : pool.Knows(tx.Id) ? Admission.AlreadyKnown
            : tx.ValidUntil < next ? Admission.Expired
            : tx.ValidUntil > next + genesis.Parameters.MaximumValidityHeights ? Admission.ValidityTooLong
            : pool.IsFull || batches.IsFull ? Admission.Full
            : Admission.Accepted;
    }
}

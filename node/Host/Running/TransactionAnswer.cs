using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Engine.Receipts;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Running;

/// <summary>What may be said of a committed transaction; the receipt is null for a refused one.</summary>
public sealed record TransactionAnswer(TransactionLocator Locator, Receipt? Receipt)
{
    /// <summary>Null while no block has it, or the certificate of its receipts is not chosen yet.</summary>
    public static TransactionAnswer? Of(LedgerEngine engine, Digest transactionId, uint leafOffset)
        => engine.Receipts.Locate(transactionId) is { } locator && locator.Height <= engine.Settled
            ? new TransactionAnswer(locator, engine.Receipts.Make(locator, leafOffset))
            : null;
}

using Ledger.Cryptography.Hashing;
using Ledger.Engine.Receipts;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Running;

/// <summary>What is known of a committed transaction; the receipt is null for a refused one.</summary>
public sealed record TransactionAnswer(TransactionLocator Locator, Receipt? Receipt)
{
    public static TransactionAnswer? Of(ReceiptService receipts, Digest transactionId, uint leafOffset)
        => receipts.Locate(transactionId) is { } locator
            ? new TransactionAnswer(locator, receipts.Make(locator, leafOffset))
            : null;
}

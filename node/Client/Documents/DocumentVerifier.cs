using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;

namespace Ledger.Client;

/// <summary>Decides what a document is worth, from its envelope and the history that is believed: no socket is opened.</summary>
/// <remarks>The receipt is judged before the document, since only a proven leaf says what the document should be.</remarks>
public sealed class DocumentVerifier(EpochHistory history, SignatureSuites suites)
{
    /// <summary>Judges a document against the envelope it came with.</summary>
    /// <param name="commitment">Made from the document and the envelope's salt.</param>
    /// <param name="at">The time its validity is asked for.</param>
    public DocumentReport Verify(CarryEnvelope envelope, Digest commitment, DateTimeOffset at)
    {
        DocumentReport report = Verify(envelope.Receipt, commitment, at);
        bool misnamed = report.Receipt.Issuer is { } issuer && issuer.Name != envelope.IssuerName;
        return misnamed && report.Verdict is Verdict.Valid or Verdict.Expired or Verdict.NotYetValid
            ? report with { Verdict = Verdict.InvalidEnvelope, Detail = "NotOfReceipt at $.issuerName" }
            : report;
    }

    /// <summary>Judges a commitment against a receipt from anywhere.</summary>
    public DocumentReport Verify(Receipt receipt, Digest commitment, DateTimeOffset at)
        => Verify(receipt, ReceiptVerifier.VerifyDocument(receipt, commitment), at);

    /// <summary>Judges a tree's root against an AnchorRoot's receipt; that the tree has this root is the caller's to check.</summary>
    public DocumentReport VerifyRoot(Receipt receipt, Digest root, DateTimeOffset at)
        => Verify(receipt, ReceiptVerifier.VerifyRoot(receipt, root), at);

    private DocumentReport Verify(Receipt receipt, ReceiptFault commitment, DateTimeOffset at)
    {
        ReceiptReport report = ReceiptVerifier.Examine(receipt, history, suites);
        return report.Fault switch
        {
            ReceiptFault.WrongChain => new DocumentReport(Verdict.WrongChain, report),
            ReceiptFault.UnknownEpoch => new DocumentReport(Verdict.UnknownEpoch, report, $"{receipt.Header.Epoch}"),
            ReceiptFault.None => new DocumentReport(VerdictOf(receipt, commitment, at.ToUnixTimeSeconds()), report),
            _ => new DocumentReport(Verdict.InvalidReceipt, report, report.Fault.ToString()),
        };
    }

    private static Verdict VerdictOf(Receipt receipt, ReceiptFault commitment, long seconds)
    {
        AnchorTerms terms = receipt.Leaf.Terms;
        return commitment != ReceiptFault.None ? Verdict.Tampered
            : seconds < terms.ValidFromSeconds ? Verdict.NotYetValid
            : terms.ValidToSeconds != 0 && seconds > terms.ValidToSeconds ? Verdict.Expired
            : Verdict.Valid;
    }
}

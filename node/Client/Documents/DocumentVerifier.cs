using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;

namespace Ledger.Client;

/// <summary>Decides what a document is worth, from its envelope and the history that is believed: no socket is opened.</summary>
/// <remarks>
/// The receipt is judged before the document, since only a proven leaf says what the document should be; then what its issuer says of it
/// since. A proven final status counts however old it is; any other only when it is fresh, and one that is missing never.
/// </remarks>
/// <param name="policy">How fresh a status must be; a day unless told.</param>
public sealed class DocumentVerifier(EpochHistory history, SignatureSuites suites, StatusPolicy? policy = null)
{
    private readonly StatusVerifier _statuses = new(history, suites, policy ?? StatusPolicy.Default);

    /// <summary>Judges a document against the envelope it came with.</summary>
    /// <param name="commitment">Made from the document and the envelope's salt.</param>
    /// <param name="at">The time its validity and status are asked for.</param>
    /// <param name="now">What the verifier's clock says; <paramref name="at"/> when not given.</param>
    public DocumentReport Verify(CarryEnvelope envelope, Digest commitment, DateTimeOffset at, DateTimeOffset? now = null)
    {
        ReceiptReport receipt = ReceiptVerifier.Examine(envelope.Receipt, history, suites);
        if (ReceiptRefusal(envelope.Receipt, receipt) is { } refused)
        {
            return refused;
        }

        Judgement judgement = new(receipt);
        _ = judgement.Demand(
                DocumentCheck.Document, ReceiptVerifier.VerifyDocument(envelope.Receipt, commitment) == ReceiptFault.None, Verdict.Tampered)
            && judgement.Demand(
                DocumentCheck.IssuerName, receipt.Issuer?.Name == envelope.IssuerName, Verdict.InvalidEnvelope,
                "NotOfReceipt at $.issuerName")
            && _statuses.Judge(
                judgement, envelope.Receipt.Leaf, envelope.Receipt.Leaf.Commitment, envelope.Status, at, Later(at, now));
        return judgement.Report;
    }

    /// <summary>Judges a commitment against a receipt from anywhere; of its status nothing is asked.</summary>
    public DocumentReport Verify(Receipt receipt, Digest commitment, DateTimeOffset at)
        => Verify(receipt, ReceiptVerifier.VerifyDocument(receipt, commitment), at);

    /// <summary>Judges a tree's root against an AnchorRoot's receipt; that the tree has this root is the caller's to check.</summary>
    public DocumentReport VerifyRoot(Receipt receipt, Digest root, DateTimeOffset at)
        => Verify(receipt, ReceiptVerifier.VerifyRoot(receipt, root), at);

    /// <summary>Judges a root as above, and then what its issuer says since of it and of what stands under it.</summary>
    /// <param name="statuses">Commitments with the proofs of their statuses; the root's own among them.</param>
    /// <param name="now">What the verifier's clock says.</param>
    public DocumentReport VerifyRoot(
        Receipt receipt,
        Digest root,
        IReadOnlyList<(Digest Commitment, StatusProof? Proof)> statuses,
        DateTimeOffset at,
        DateTimeOffset now)
        => Verify(receipt, ReceiptVerifier.VerifyRoot(receipt, root), judgement => statuses.All(
            status => _statuses.Judge(judgement, receipt.Leaf, status.Commitment, status.Proof, at, Later(at, now))));

    private DocumentReport Verify(Receipt receipt, ReceiptFault commitment, DateTimeOffset at)
        => Verify(receipt, commitment, judgement => StatusVerifier.JudgeValidity(judgement, receipt.Leaf.Terms, at));

    private DocumentReport Verify(Receipt receipt, ReceiptFault commitment, Func<Judgement, bool> judgeRest)
    {
        ReceiptReport report = ReceiptVerifier.Examine(receipt, history, suites);
        if (ReceiptRefusal(receipt, report) is { } refused)
        {
            return refused;
        }

        Judgement judgement = new(report);
        _ = judgement.Demand(DocumentCheck.Document, commitment == ReceiptFault.None, Verdict.Tampered) && judgeRest(judgement);
        return judgement.Report;
    }

    private static DateTimeOffset Later(DateTimeOffset at, DateTimeOffset? now) => now is { } clock && clock > at ? clock : at;

    /// <summary>Null for a good receipt.</summary>
    private static DocumentReport? ReceiptRefusal(Receipt receipt, ReceiptReport report) => report.Fault switch
    {
        ReceiptFault.None => null,
        ReceiptFault.WrongChain => new DocumentReport(Verdict.WrongChain, report),
        ReceiptFault.UnknownEpoch => new DocumentReport(Verdict.UnknownEpoch, report, $"{receipt.Header.Epoch}"),
        _ => new DocumentReport(Verdict.InvalidReceipt, report, report.Fault.ToString()),
    };
}

using System.Text.Json.Serialization;
using Ledger.Client;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Commands;

/// <summary>What <c>ledger verify --json</c> answers.</summary>
/// <param name="Commitment">Recomputed from the file; null when the envelope could not be read.</param>
/// <param name="Receipt">Null when the envelope could not be read.</param>
/// <param name="Steps">The checks behind those of the receipt, in order, up to the first that failed.</param>
/// <param name="Status">As it is proven; null when it is not.</param>
/// <param name="NodeHeight">The state height a node's answer holds for; null when none was asked.</param>
internal sealed record VerifyAnswer(
    [property: JsonIgnore] Verdict Kind,
    string Verdict,
    string File,
    string Envelope,
    string? Commitment,
    ReceiptView? Receipt,
    IReadOnlyList<DocumentStep> Steps,
    AnchorStatusView? Status,
    ulong? NodeHeight)
{
    public static VerifyAnswer Of(
        string path, string envelopePath, HashedDocument document, CarryEnvelope envelope, DocumentReport report) => new(
            report.Verdict,
            VerdictWords.Word(report.Verdict, report.Detail),
            path,
            envelopePath,
            $"{document.Commitment}",
            ReceiptView.Of(envelope.Receipt, report.Receipt),
            report.Steps,
            report.Status is { } status ? AnchorStatusView.Of(status) : null,
            null);

    /// <summary>Of a document whose envelope, or which itself, could not be read.</summary>
    public static VerifyAnswer OfUnread(string path, string envelopePath, Verdict verdict, string detail)
        => new(verdict, VerdictWords.Word(verdict, detail), path, envelopePath, null, null, [], null, null);
}

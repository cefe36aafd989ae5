using System.CommandLine;
using Ledger.Client;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Commands;

/// <summary><c>ledger verify</c>: what a document is worth, from its envelope and the genesis.</summary>
/// <remarks>Offline is the default, and then no client is made and no socket opened.</remarks>
internal static class VerifyCommand
{
    private static readonly Argument<string> Document = new("FILE") { Description = "The document." };

    private static readonly Option<string?> Envelope = new("--envelope")
    {
        Description = "Its envelope; FILE.ledger.json when not given.",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Offline = new("--offline")
    {
        Description = "Ask no node (the default); refuses --node.",
    };

    private static readonly Option<string[]> Nodes = new("--node")
    {
        Description = "Also ask this node whether the commitment is anchored, and verify the receipt it returns.",
        HelpName = "URL",
    };

    private static readonly Option<string?> At = new("--at")
    {
        Description = "The time the document's validity is asked for (ISO 8601); now when not given.",
        HelpName = "ISO",
    };

    public static Command Create()
    {
        Command command = new(
            "verify",
            "Verifies a document against its receipt. Verdicts: VALID, TAMPERED, INVALID_RECEIPT:<fault>, "
            + "INVALID_ENVELOPE:<fault>, WRONG_CHAIN, UNKNOWN_EPOCH:<epoch>, NOT_FOUND, EXPIRED, NOT_YET_VALID.")
        {
            Document, Envelope, SharedOptions.Genesis, SharedOptions.Epochs, SharedOptions.Pin, SharedOptions.Issuers, Offline,
            Nodes, SharedOptions.Authority, SharedOptions.Timeout, At,
            SharedOptions.Language, SharedOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string[] nodes = parsed.GetValue(Nodes) ?? [];
        if (parsed.GetValue(Offline) && nodes.Length > 0)
        {
            throw CommandFailure.Usage("--offline asks no node: give it without --node");
        }

        string path = parsed.GetRequiredValue(Document);
        string envelopePath = parsed.GetValue(Envelope) ?? EnvelopeFile.PathFor(path);
        DateTimeOffset at = parsed.GetValue(At) is { } iso ? Inputs.Time("--at", iso) : DateTimeOffset.UtcNow;
        EpochHistory history = Inputs.HistoryAndIssuers(parsed, parsed.GetRequiredValue(SharedOptions.Genesis));
        JsonProblem problem = EnvelopeFile.TryRead(envelopePath, out CarryEnvelope? envelope);
        if (envelope is null)
        {
            VerifyAnswer unread = new("", path, envelopePath, null, null, null);
            return Give(parsed, Verdict.InvalidEnvelope, $"{problem}", unread);
        }

        HashedDocument document = HashProgress.Hash(path, envelope.Salt, cancellation);
        if (nodes.Length > 0)
        {
            history = await LearnAsync(parsed, nodes, history, envelope.Receipt, cancellation);
        }

        DocumentVerifier verifier = new(history, SignatureSuites.Production);
        DocumentReport report = verifier.Verify(envelope, document.Commitment, at);
        ulong? height = null;
        if (nodes.Length > 0 && report.Verdict is Verdict.Valid or Verdict.Expired or Verdict.NotYetValid)
        {
            (report, height) = await AskAsync(parsed, nodes, verifier, document, at, report, cancellation);
        }

        ReceiptView view = ReceiptView.Of(envelope.Receipt, report.Receipt);
        VerifyAnswer answer = new("", path, envelopePath, $"{document.Commitment}", view, height);
        return Give(parsed, report.Verdict, report.Detail, answer);
    }

    /// <summary>What the receipt needs and is not believed yet, as far as a node can prove it.</summary>
    private static async Task<EpochHistory> LearnAsync(
        ParseResult parsed, string[] nodes, EpochHistory history, Receipt receipt, CancellationToken cancellation)
    {
        using NodeRing ring = Inputs.Nodes(parsed, nodes);
        HistoryClient client = new(ring, history, SignatureSuites.Production);
        await client.ExamineAsync(receipt, Deadline.After(Inputs.Timeout(parsed)), cancellation);
        return client.History;
    }

    /// <summary>The envelope's verdict, unless the node knows no anchor or sends a bad receipt.</summary>
    private static async Task<(DocumentReport Report, ulong Height)> AskAsync(
        ParseResult parsed,
        string[] nodes,
        DocumentVerifier verifier,
        HashedDocument document,
        DateTimeOffset at,
        DocumentReport own,
        CancellationToken cancellation)
    {
        using NodeRing ring = Inputs.Nodes(parsed, nodes);
        CommitmentAnswer answer = await CommitmentCheck.AskAsync(
            ring, document.Commitment, Deadline.After(Inputs.Timeout(parsed)), cancellation);
        if (answer.Anchors.Count == 0)
        {
            return (own with { Verdict = Verdict.NotFound }, answer.Height);
        }

        DocumentReport? bad = answer.Anchors
            .Select(anchor => anchor.Receipt is { } receipt
                ? verifier.Verify(receipt, document.Commitment, at)
                : own with { Verdict = Verdict.InvalidReceipt, Detail = $"{ReceiptFault.Malformed}" })
            .FirstOrDefault(r => VerdictWords.CodeOf(r.Verdict) == ExitCode.Invalid);
        return (bad ?? own, answer.Height);
    }

    private static int Give(ParseResult parsed, Verdict verdict, string detail, VerifyAnswer answer)
    {
        string word = VerdictWords.Word(verdict, detail);
        string sentence = VerdictWords.Sentence(verdict, parsed.GetValue(SharedOptions.Language) == "zh");
        List<string> lines = [$"{word}  {answer.File}", $"  {sentence}", .. answer.Receipt?.Lines() ?? []];
        if (answer.NodeHeight is { } height)
        {
            lines.Add($"  node         answered at height {height}");
        }

        Answer.Give(parsed, answer with { Verdict = word }, lines);
        return (int)VerdictWords.CodeOf(verdict);
    }
}

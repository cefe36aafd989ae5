using System.CommandLine;
using System.Globalization;
using Ledger.Client;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Commands;

/// <summary><c>ledger verify</c>: what documents are worth, from their envelopes and the genesis.</summary>
/// <remarks>Offline is the default, and then no client is made and no socket opened.</remarks>
internal static class VerifyCommand
{
    private static readonly Argument<string[]> Documents = new("FILE")
    {
        Description = "The document; or several, or a folder of documents and their envelopes.",
        Arity = ArgumentArity.OneOrMore,
    };

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
        Description = "Also ask this node for the document's status and whether the commitment is anchored, and verify its answers.",
        HelpName = "URL",
    };

    private static readonly Option<string?> At = new("--at")
    {
        Description = "The time the document's validity is asked for (ISO 8601); now when not given.",
        HelpName = "ISO",
    };

    /// <summary>A hundred years, in seconds: no ledger is older, and no calendar ends before.</summary>
    private const long LongestAgeS = 36_500L * 24 * 60 * 60;

    private static readonly Option<string> MaximumAge = new("--max-age")
    {
        Description = "How old the proof of its status may be, such as 90m, 24h or 7d; with none a revocation may go unnoticed.",
        HelpName = "TIME|none",
        DefaultValueFactory = _ => "24h",
    };

    public static Command Create()
    {
        Command command = new(
            "verify",
            "Verifies documents against their receipts and statuses. Verdicts: VALID, TAMPERED, REVOKED, SUPERSEDED:<commitment>, "
            + "SUSPENDED, STALE_STATUS:<why>, EXPIRED, NOT_YET_VALID, INVALID_RECEIPT:<fault>, INVALID_STATUS:<fault>, "
            + "INVALID_ENVELOPE:<fault>, WRONG_CHAIN, UNKNOWN_EPOCH:<epoch>, NOT_FOUND; "
            + "of a folder also NO_ENVELOPE, NO_DOCUMENT, UNREADABLE.")
        {
            Documents, Envelope, SharedOptions.Genesis, SharedOptions.Epochs, SharedOptions.Pin, SharedOptions.Issuers, Offline,
            Nodes, SharedOptions.Authority, SharedOptions.Timeout, At, MaximumAge,
            SharedOptions.Language, SharedOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string[] nodes = parsed.GetValue(Nodes) ?? [];
        string[] paths = parsed.GetRequiredValue(Documents);
        bool isOne = paths.Length == 1 && !Directory.Exists(paths[0]);
        if (parsed.GetValue(Offline) && nodes.Length > 0)
        {
            throw CommandFailure.Usage("--offline asks no node: give it without --node");
        }

        if (!isOne && (nodes.Length > 0 || parsed.GetValue(Envelope) is not null))
        {
            throw CommandFailure.Usage("--node and --envelope are for one document, not for several or a folder");
        }

        DateTimeOffset now = DateTimeOffset.UtcNow;
        DateTimeOffset at = parsed.GetValue(At) is { } iso ? Inputs.Time("--at", iso) : now;
        StatusPolicy policy = PolicyOf(parsed);
        EpochHistory history = Inputs.HistoryAndIssuers(parsed, parsed.GetRequiredValue(SharedOptions.Genesis));
        Moment moment = new(at, now, policy);
        return isOne
            ? await VerifyOneAsync(parsed, paths[0], nodes, history, moment, cancellation)
            : (int)new FolderVerification(parsed, history, moment).Run(paths, cancellation);
    }

    /// <summary>What is waived is said aloud: a revocation would not be noticed.</summary>
    private static StatusPolicy PolicyOf(ParseResult parsed)
    {
        string text = parsed.GetRequiredValue(MaximumAge);
        if (text == "none")
        {
            Answer.Warn(parsed, "--max-age none: a document that was revoked since its envelope was made is not noticed");
            return StatusPolicy.Waived;
        }

        int seconds = text.LastOrDefault() switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 };
        ReadOnlySpan<char> digits = seconds == 0 ? "" : text.AsSpan(0, text.Length - 1);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && (long)count * seconds <= LongestAgeS
            ? new StatusPolicy(TimeSpan.FromSeconds((long)count * seconds))
            : throw CommandFailure.Usage($"--max-age {text}: a number and s, m, h or d, of 36500d at most, or none");
    }

    private static async Task<int> VerifyOneAsync(
        ParseResult parsed, string path, string[] nodes, EpochHistory history, Moment moment, CancellationToken cancellation)
    {
        string envelopePath = parsed.GetValue(Envelope) ?? EnvelopeFile.PathFor(path);
        JsonProblem problem = EnvelopeFile.TryRead(envelopePath, out CarryEnvelope? envelope);
        if (envelope is null)
        {
            return Give(parsed, VerifyAnswer.OfUnread(path, envelopePath, Verdict.InvalidEnvelope, $"{problem}"));
        }

        HashedDocument document = HashProgress.Hash(path, envelope.Salt, cancellation);
        if (nodes.Length > 0)
        {
            (history, envelope) = await LearnAsync(parsed, nodes, history, envelope, cancellation);
        }

        DocumentVerifier verifier = new(history, SignatureSuites.Production, moment.Policy);
        DocumentReport report = verifier.Verify(envelope, document.Commitment, moment.At, moment.Now);
        ulong? height = null;
        if (nodes.Length > 0 && VerdictWords.CodeOf(report.Verdict) != ExitCode.Invalid)
        {
            (report, height) = await AskAsync(parsed, nodes, verifier, document, moment.At, report, cancellation);
        }

        return Give(parsed, VerifyAnswer.Of(path, envelopePath, document, envelope, report) with { NodeHeight = height });
    }

    /// <summary>What the receipt needs and is not believed yet, as far as a node can prove it, and the status at its head.</summary>
    private static async Task<(EpochHistory History, CarryEnvelope Envelope)> LearnAsync(
        ParseResult parsed, string[] nodes, EpochHistory history, CarryEnvelope envelope, CancellationToken cancellation)
    {
        using NodeRing ring = Inputs.Nodes(parsed, nodes);
        Deadline deadline = Deadline.After(Inputs.Timeout(parsed));
        HistoryClient client = new(ring, history, SignatureSuites.Production);
        ReceiptReport report = await client.ExamineAsync(envelope.Receipt, deadline, cancellation);
        if (report.Fault != ReceiptFault.None)
        {
            return (client.History, envelope);
        }

        StatusClient statuses = new(ring, client, SignatureSuites.Production);
        IReadOnlyList<RefreshedEnvelope> refreshed = await statuses.RefreshAsync([envelope], deadline, cancellation);
        return (client.History, refreshed[0].Envelope);
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

    private static int Give(ParseResult parsed, VerifyAnswer answer)
    {
        bool chinese = parsed.GetValue(SharedOptions.Language) == "zh";
        List<string> lines =
        [
            $"{answer.Verdict}  {answer.File}",
            $"  {VerdictWords.Sentence(answer.Kind, chinese)}",
            .. answer.Receipt?.Lines(chinese) ?? [],
            .. answer.Steps.Select(step => StepWords.Line(step, chinese)),
        ];
        if (answer.NodeHeight is { } height)
        {
            lines.Add(chinese ? $"  节点         应答高度 {height}" : $"  node         answered at height {height}");
        }

        Answer.Give(parsed, answer, lines);
        return (int)VerdictWords.CodeOf(answer.Kind);
    }
}

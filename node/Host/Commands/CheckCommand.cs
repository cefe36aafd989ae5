using System.CommandLine;
using Ledger.Client;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Commands;

/// <summary><c>ledger check</c>: whether a node knows a commitment, given itself or as a file and its envelope.</summary>
internal static class CheckCommand
{
    private static readonly Argument<string?> Commitment = new("COMMITMENT")
    {
        Description = "64 hex digits; or give --file and --envelope.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Document = new("--file")
    {
        Description = "Make the commitment from this document and its envelope's salt.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Envelope = new("--envelope")
    {
        Description = "The document's envelope; FILE.ledger.json when not given.",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        Command command = new(
            "check",
            "Asks a node whether a commitment is anchored; with --genesis the receipts it returns are verified here.")
        {
            Commitment, Document, Envelope, SharedOptions.Nodes, SharedOptions.Authority, SharedOptions.Timeout,
            SharedOptions.GenesisIfAny, SharedOptions.Epochs, SharedOptions.Pin, SharedOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Digest commitment = CommitmentOf(parsed, cancellation);
        string? genesisPath = parsed.GetValue(SharedOptions.GenesisIfAny);
        EpochHistory? history = genesisPath is null ? null : Inputs.History(parsed, genesisPath);
        using NodeRing nodes = Inputs.Nodes(parsed);
        Deadline deadline = Deadline.After(Inputs.Timeout(parsed));
        CommitmentAnswer answer = await CommitmentCheck.AskAsync(nodes, commitment, deadline, cancellation);
        HistoryClient? client = history is null ? null : new(nodes, history, SignatureSuites.Production);
        List<ReceiptView?> views = [];
        foreach (CommitmentAnswer.Anchor anchor in answer.Anchors)
        {
            views.Add(anchor.Receipt is not { } receipt ? null : ReceiptView.Of(
                receipt, client is null ? null : await client.ExamineAsync(receipt, deadline, cancellation)));
        }

        bool good = answer.Anchors.All(a => a.Receipt?.Leaf.Commitment == commitment)
            && views.All(v => v is { Fault: null or ReceiptFault.None });
        ExitCode code = views.Count == 0 ? ExitCode.NotFound : good ? ExitCode.Ok : ExitCode.Invalid;
        string verdict = code switch { ExitCode.Ok => "FOUND", ExitCode.NotFound => "NOT_FOUND", _ => "INVALID_RECEIPT" };
        Answer.Give(
            parsed,
            new
            {
                Verdict = verdict,
                Commitment = $"{commitment}",
                answer.Height,
                Verified = history is not null,
                Anchors = views,
                Statuses = answer.Anchors.Select(a => StatusNames.Of(a.Match.Status)),
            },
            [
                $"{verdict}  {commitment}",
                $"  node         answered at height {answer.Height}",
                .. views.Zip(answer.Anchors).SelectMany(anchor => (IEnumerable<string>)
                [
                    .. anchor.First?.Lines() ?? ["  FAILED       the receipt's bytes are no receipt"],
                    $"  status       {StatusNames.Of(anchor.Second.Match.Status)}, as the node says",
                ]),
            ]);
        return (int)code;
    }

    private static Digest CommitmentOf(ParseResult parsed, CancellationToken cancellation)
    {
        (string? hex, string? path) = (parsed.GetValue(Commitment), parsed.GetValue(Document));
        if ((hex is null) == (path is null))
        {
            throw CommandFailure.Usage("give either COMMITMENT or --file");
        }

        if (path is null)
        {
            return Inputs.Digest("COMMITMENT", hex!);
        }

        string envelopePath = parsed.GetValue(Envelope) ?? EnvelopeFile.PathFor(path);
        JsonProblem problem = EnvelopeFile.TryRead(envelopePath, out CarryEnvelope? envelope);
        return envelope is null
            ? throw CommandFailure.OfFile(envelopePath, problem)
            : HashProgress.Hash(path, envelope.Salt, cancellation).Commitment;
    }
}

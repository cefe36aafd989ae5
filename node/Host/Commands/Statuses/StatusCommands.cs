using System.CommandLine;
using Ledger.Client;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Statuses;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary><c>ledger revoke</c>, <c>suspend</c>, <c>reinstate</c> and <c>supersede</c>: what an issuer says of what it anchored.</summary>
internal static class StatusCommands
{
    private static readonly Argument<string[]> Envelopes = new("ENVELOPE")
    {
        Description = "Envelopes of what is meant, or documents with their envelopes beside them.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string[]> Commitments = new("--commitment")
    {
        Description = "A commitment that is meant, as 64 hex digits; may be repeated.",
        HelpName = "HEX",
    };

    private static readonly Option<string> Reason = CreateReason();

    private static readonly Option<string> Successor = new("--successor")
    {
        Description = "What takes its place: an envelope, or a commitment as 64 hex digits.",
        HelpName = "ENVELOPE|HEX",
        Required = true,
    };

    private static readonly Option<bool> Unlisted = new("--unlisted")
    {
        Description = "The commitments stand under a root that was anchored: no node can show that they do, and none is asked.",
    };

    public static Command Revoke() => Create(
        "revoke", StatusAction.Revoke, "Revokes what an issuer anchored, for ever.");

    public static Command Suspend() => Create(
        "suspend", StatusAction.Suspend, "Suspends what an issuer anchored, until it is reinstated.");

    public static Command Reinstate() => Create(
        "reinstate", StatusAction.Reinstate, "Reinstates what an issuer suspended.");

    public static Command Supersede() => Create(
        "supersede", StatusAction.Supersede, "Puts one document of an issuer in another's place, for ever.");

    private static Command Create(string name, StatusAction action, string description)
    {
        Command command = new(
            name, description + " A node first shows that the issuer anchored it; the status is then proven by the chain's state.")
        {
            Envelopes, Commitments, Reason, SharedOptions.Nodes, SharedOptions.Authority, SharedOptions.Timeout,
            SharedOptions.Genesis, IssuerOptions.Key, IssuerOptions.Name, SharedOptions.PassphraseFile,
            IssuerOptions.ValidForHeights, Unlisted, SharedOptions.Json,
        };
        if (action == StatusAction.Supersede)
        {
            command.Options.Add(Successor);
        }

        command.SetAction((parsed, cancellation) => RunAsync(parsed, action, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, StatusAction action, CancellationToken cancellation)
    {
        Genesis genesis = Inputs.Genesis(parsed.GetRequiredValue(SharedOptions.Genesis));
        StatusChange[] changes = ChangesOf(parsed, action);
        TimeSpan timeout = Inputs.Timeout(parsed);
        using NodeRing nodes = Inputs.Nodes(parsed);
        HistoryClient history = new(nodes, genesis, SignatureSuites.Production);
        Issuer issuer = await IssuerOptions.FindAsync(history, parsed.GetRequiredValue(IssuerOptions.Name), timeout, cancellation);
        using IOwnedSigner signer = SigningKey.Open(
            parsed.GetRequiredValue(IssuerOptions.Key), parsed.GetRequiredValue(SharedOptions.PassphraseFile));
        StatusOrder order = new(
            issuer, signer, changes, parsed.GetValue(IssuerOptions.ValidForHeights), parsed.GetValue(Unlisted));
        IReadOnlyList<ProvenStatus> after = await new StatusChanger(nodes, history, SignatureSuites.Production)
            .ChangeAsync(order, timeout, cancellation);
        AnchorStatusView[] views = [.. after.Select(AnchorStatusView.Of)];
        Answer.Give(
            parsed,
            new { Statuses = views },
            views.Select(s => $"{s.Status.ToUpperInvariant()}  {s.Commitment}  proven at height {s.Height}"));
        return (int)ExitCode.Ok;
    }

    private static StatusChange[] ChangesOf(ParseResult parsed, StatusAction action)
    {
        Digest[] commitments =
        [
            .. (parsed.GetValue(Envelopes) ?? []).Select(CommitmentOf),
            .. (parsed.GetValue(Commitments) ?? []).Select(hex => Inputs.Digest("--commitment", hex)),
        ];
        string problem = commitments.Length == 0 ? "give an ENVELOPE or --commitment"
            : commitments.Length > StatusTransaction.MaximumChanges ? $"at most {StatusTransaction.MaximumChanges} at a time"
            : commitments.Distinct().Count() != commitments.Length ? "a commitment is given twice"
            : action == StatusAction.Supersede && commitments.Length != 1 ? "one successor takes the place of one document"
            : "";
        if (problem.Length > 0)
        {
            throw CommandFailure.Usage(problem);
        }

        StatusReason reason = Enum.Parse<StatusReason>(Words().Single(w => w.Word == parsed.GetValue(Reason)).Name);
        Digest? successor = action == StatusAction.Supersede ? SuccessorOf(parsed.GetRequiredValue(Successor)) : null;
        return successor == commitments[0]
            ? throw CommandFailure.Usage("a document is not its own successor")
            : [.. commitments.Select(c => new StatusChange(c, action, reason, successor))];
    }

    private static Digest SuccessorOf(string text) => Digest.TryParse(text, out Digest digest) ? digest : CommitmentOf(text);

    private static Digest CommitmentOf(string path)
    {
        string envelopePath = path.EndsWith(EnvelopeFile.Suffix, StringComparison.Ordinal) ? path : EnvelopeFile.PathFor(path);
        JsonProblem problem = EnvelopeFile.TryRead(envelopePath, out CarryEnvelope? envelope);
        return envelope?.Receipt.Leaf.Commitment ?? throw CommandFailure.OfFile(envelopePath, problem);
    }

    private static Option<string> CreateReason()
    {
        Option<string> reason = new("--reason")
        {
            Description = "Why, of a closed list: no text about a person reaches the chain.",
            DefaultValueFactory = _ => Words().First().Word,
        };
        return reason.AcceptOnlyFromAmong([.. Words().Select(w => w.Word)]);
    }

    /// <summary>Such as issued-in-error.</summary>
    private static IEnumerable<(string Name, string Word)> Words()
        => Enum.GetNames<StatusReason>().Select(n => (n, Telemetry.Words.Of(Enum.Parse<StatusReason>(n)).Replace('_', '-')));
}

using System.CommandLine;
using Ledger.Client;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Statuses;

namespace Ledger.Node.Commands;

/// <summary><c>ledger refresh</c>: puts fresh proofs of their statuses into envelopes, with any node.</summary>
/// <remarks>Whoever carries an envelope does this: neither the document nor a key is needed.</remarks>
internal static class RefreshCommand
{
    private static readonly Argument<string[]> Envelopes = new("ENVELOPE")
    {
        Description = "The envelopes, or documents with their envelopes beside them.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create()
    {
        Command command = new(
            "refresh",
            "Asks a node for proofs of the envelopes' statuses, verifies them, and puts them in. Needs no document and no key.")
        {
            Envelopes, SharedOptions.Genesis, SharedOptions.Epochs, SharedOptions.Pin, SharedOptions.Nodes,
            SharedOptions.Authority, SharedOptions.Timeout, SharedOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        EpochHistory history = Inputs.History(parsed, parsed.GetRequiredValue(SharedOptions.Genesis));
        string[] paths = [.. parsed.GetRequiredValue(Envelopes).Select(EnvelopeOf)];
        CarryEnvelope[] envelopes = [.. paths.Select(Read)];
        using NodeRing nodes = Inputs.Nodes(parsed);
        StatusClient client = new(
            nodes, new HistoryClient(nodes, history, SignatureSuites.Production), SignatureSuites.Production);
        IReadOnlyList<RefreshedEnvelope> refreshed = await client.RefreshAsync(
            envelopes, Deadline.After(Inputs.Timeout(parsed)), cancellation);
        foreach ((int i, RefreshedEnvelope one) in refreshed.Index().Where(r => r.Item.Changed))
        {
            EnvelopeFile.Write(paths[i], one.Envelope);
        }

        Give(parsed, paths, refreshed);
        return (int)(refreshed.All(r => r.Status.Status == AnchorStatus.Active) ? ExitCode.Ok : ExitCode.Revoked);
    }

    private static string EnvelopeOf(string path)
        => path.EndsWith(EnvelopeFile.Suffix, StringComparison.Ordinal) ? path : EnvelopeFile.PathFor(path);

    private static CarryEnvelope Read(string path)
    {
        JsonProblem problem = EnvelopeFile.TryRead(path, out CarryEnvelope? envelope);
        return envelope ?? throw CommandFailure.OfFile(path, problem);
    }

    private static void Give(ParseResult parsed, string[] paths, IReadOnlyList<RefreshedEnvelope> refreshed)
        => Answer.Give(
            parsed,
            new
            {
                Envelopes = refreshed.Index().Select(r => new
                {
                    Envelope = paths[r.Index],
                    r.Item.Changed,
                    Status = AnchorStatusView.Of(r.Item.Status),
                }),
            },
            refreshed.Index().Select(r => (View: AnchorStatusView.Of(r.Item.Status), Path: paths[r.Index], r.Item.Changed)).Select(
                r => $"{r.View.Status.ToUpperInvariant()}  {r.Path}  "
                    + (r.Changed
                        ? $"proven at height {r.View.Height}, {r.View.Time:yyyy-MM-dd'T'HH:mm:ss'Z'}"
                        : "left as it was: its own proof is as new as the node's")));
}

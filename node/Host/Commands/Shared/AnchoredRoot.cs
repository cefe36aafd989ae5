using System.CommandLine;
using Ledger.Client;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Commands;

/// <summary>Whether a root that a document was shown to have is the one that a receipt proves anchored, and still counts.</summary>
internal static class AnchoredRoot
{
    public static Option<string?> ReceiptFile { get; } = new("--receipt")
    {
        Description = "The receipt of the root, as 'ledger anchor-root' writes it; needs --genesis.",
        HelpName = "FILE",
    };

    public static Option<string?> At { get; } = new("--at")
    {
        Description = "The time the document's validity is asked for (ISO 8601); now when not given.",
        HelpName = "ISO",
    };

    public static Option<string[]> Nodes { get; } = new("--node")
    {
        Description = "Ask this node what the issuer says of it since, and verify the answer; without one a revocation goes unnoticed.",
        HelpName = "URL",
    };

    public static Receipt Read(string path)
    {
        DecodeFault fault = Receipt.TryDecode(Inputs.Bytes(path, Receipt.MaximumBytes), out Receipt? receipt);
        return receipt ?? throw CommandFailure.OfFile(path, $"is no receipt: {fault}");
    }

    /// <summary>The receipt's verdict; with <see cref="Nodes"/> that of the root's status, too, and of a document's under it.</summary>
    public static async Task<DocumentReport> JudgeAsync(
        ParseResult parsed, Receipt receipt, Digest root, string genesisPath, CancellationToken cancellation, params Digest[] under)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        DateTimeOffset at = parsed.GetValue(At) is { } iso ? Inputs.Time("--at", iso) : now;
        EpochHistory history = Inputs.HistoryAndIssuers(parsed, genesisPath);
        DocumentReport report = new DocumentVerifier(history, SignatureSuites.Production).VerifyRoot(receipt, root, at);
        string[] nodes = parsed.GetValue(Nodes) ?? [];
        if (nodes.Length == 0)
        {
            Answer.Warn(parsed, "no --node: that its issuer revoked it since is not noticed");
            return report;
        }

        if (report.Verdict != Verdict.Valid)
        {
            return report;
        }

        using NodeRing ring = Inputs.Nodes(parsed, nodes);
        HistoryClient client = new(ring, history, SignatureSuites.Production);
        List<(Digest, StatusProof?)> statuses = [];
        foreach (Digest commitment in under.Prepend(root).Distinct())
        {
            statuses.Add((commitment, await ProveAsync(parsed, ring, client, receipt.Leaf.Issuer, commitment, cancellation)));
        }

        return new DocumentVerifier(client.History, SignatureSuites.Production).VerifyRoot(receipt, root, statuses, at, now);
    }

    private static async Task<StatusProof> ProveAsync(
        ParseResult parsed, NodeRing ring, HistoryClient client, uint issuer, Digest commitment, CancellationToken cancellation)
    {
        StatusClient statuses = new(ring, client, SignatureSuites.Production);
        return (await statuses.ProveAsync(issuer, commitment, Deadline.After(Inputs.Timeout(parsed)), cancellation)).Proof;
    }
}

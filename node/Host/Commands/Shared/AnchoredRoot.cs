using System.CommandLine;
using Ledger.Client;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Commands;

/// <summary>Whether a root that a document was shown to have is the one that a receipt proves anchored. Asks no node.</summary>
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

    public static Receipt Read(string path)
    {
        DecodeFault fault = Receipt.TryDecode(Inputs.Bytes(path, Receipt.MaximumBytes), out Receipt? receipt);
        return receipt ?? throw CommandFailure.OfFile(path, $"is no receipt: {fault}");
    }

    public static DocumentReport Judge(ParseResult parsed, Receipt receipt, Digest root, string genesisPath)
    {
        DateTimeOffset at = parsed.GetValue(At) is { } iso ? Inputs.Time("--at", iso) : DateTimeOffset.UtcNow;
        DocumentVerifier verifier = new(Inputs.HistoryAndIssuers(parsed, genesisPath), SignatureSuites.Production);
        return verifier.VerifyRoot(receipt, root, at);
    }
}

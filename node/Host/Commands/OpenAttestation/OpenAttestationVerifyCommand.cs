using System.CommandLine;
using Ledger.Client;
using Ledger.Client.OpenAttestation;
using Ledger.Node.Running;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Commands;

/// <summary><c>ledger openattestation verify</c>: whether a wrapped document is whole, and whether its root is anchored.</summary>
internal static class OpenAttestationVerifyCommand
{
    private static readonly Argument<string> Document = new("FILE") { Description = "The wrapped document." };

    public static Command Create()
    {
        Command command = new(
            "verify",
            "Verifies a wrapped document. Without a receipt: INTACT or TAMPERED:<fault>. With --receipt and --genesis: the verdicts of "
            + "'ledger verify' for its Merkle root; with --node also whether that, or the document itself, was revoked.")
        {
            Document, AnchoredRoot.ReceiptFile, SharedOptions.GenesisIfAny, SharedOptions.Epochs, SharedOptions.Pin,
            SharedOptions.Issuers, AnchoredRoot.At, AnchoredRoot.Nodes, SharedOptions.Authority, SharedOptions.Timeout,
            SharedOptions.Language, SharedOptions.Json,
        };
        command.SetAction(async (parsed, cancellation) => (int)await RunAsync(parsed, cancellation));
        return command;
    }

    private static async Task<ExitCode> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string path = parsed.GetRequiredValue(Document);
        string? receiptPath = parsed.GetValue(AnchoredRoot.ReceiptFile);
        string? genesisPath = parsed.GetValue(SharedOptions.GenesisIfAny);
        if (receiptPath is null != genesisPath is null)
        {
            throw CommandFailure.Usage("--receipt and --genesis go together");
        }

        if (receiptPath is null && parsed.GetValue(AnchoredRoot.Nodes) is { Length: > 0 })
        {
            throw CommandFailure.Usage("--node needs --receipt and --genesis: what is not anchored has no status");
        }

        WrappedDocument document = OpenAttestationObfuscateCommand.Read(path);
        OpenAttestationFault fault = document.Verify();
        if (fault != OpenAttestationFault.None)
        {
            return Give(parsed, $"TAMPERED:{fault}", ExitCode.Invalid, document, null);
        }

        if (receiptPath is null || genesisPath is null)
        {
            return Give(parsed, "INTACT", ExitCode.Ok, document, null);
        }

        Receipt receipt = AnchoredRoot.Read(receiptPath);
        DocumentReport report = await AnchoredRoot.JudgeAsync(
            parsed, receipt, document.MerkleRoot, genesisPath, cancellation, document.TargetHash);
        string word = VerdictWords.Word(report.Verdict, report.Detail);
        return Give(parsed, word, VerdictWords.CodeOf(report.Verdict), document, ReceiptView.Of(receipt, report.Receipt));
    }

    private static ExitCode Give(ParseResult parsed, string verdict, ExitCode code, WrappedDocument document, ReceiptView? receipt)
    {
        string path = parsed.GetRequiredValue(Document);
        Answer.Give(
            parsed,
            new
            {
                Verdict = verdict,
                File = path,
                TargetHash = $"{document.TargetHash}",
                MerkleRoot = $"{document.MerkleRoot}",
                Obfuscated = document.Obfuscated.Count,
                Receipt = receipt,
            },
            [
                $"{verdict}  {path}",
                $"  target hash  {document.TargetHash}",
                $"  merkle root  {document.MerkleRoot}",
                $"  obfuscated   {document.Obfuscated.Count} fields",
                .. receipt?.Lines() ?? [],
            ]);
        return code;
    }
}

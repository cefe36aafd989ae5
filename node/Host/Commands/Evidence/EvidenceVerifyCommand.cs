using System.CommandLine;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Commands;

/// <summary><c>ledger evidence verify</c>: whether a file proves that a validator broke the protocol. Asks no node.</summary>
internal static class EvidenceVerifyCommand
{
    private static readonly Argument<string> Evidence = new("FILE")
    {
        Description = "The evidence, as a node keeps it in the folder evidence of its data directory.",
    };

    public static Command Create()
    {
        Command command = new(
            "verify",
            "Verifies evidence against a validator, offline. Verdicts: PROVEN, INVALID_EVIDENCE:<fault>.")
        {
            Evidence, SharedOptions.Genesis, SharedOptions.Epochs, SharedOptions.Pin, SharedOptions.Language, SharedOptions.Json,
        };
        command.SetAction(parsed => (int)Run(parsed));
        return command;
    }

    private static ExitCode Run(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(Evidence);
        EpochHistory history = Inputs.History(parsed, parsed.GetRequiredValue(SharedOptions.Genesis));
        byte[] bytes = Inputs.Bytes(path, Misbehavior.MaximumBytes);
        EvidenceFault fault = EvidenceVerifier.Verify(bytes, history, SignatureSuites.Production);
        _ = Misbehavior.TryDecode(bytes, out Misbehavior? said);
        EvidenceView view = EvidenceView.Of(path, fault, said, history);
        Answer.Give(parsed, view, view.Lines(parsed.GetValue(SharedOptions.Language) == "zh"));
        return fault == EvidenceFault.None ? ExitCode.Ok : ExitCode.Invalid;
    }
}

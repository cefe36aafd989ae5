using System.CommandLine;
using Ledger.Node.Running;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Validators;

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
            Evidence, SharedOptions.Genesis, SharedOptions.Language, SharedOptions.Json,
        };
        command.SetAction(parsed => (int)Run(parsed));
        return command;
    }

    private static ExitCode Run(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(Evidence);
        Genesis genesis = Inputs.Genesis(parsed.GetRequiredValue(SharedOptions.Genesis));
        byte[] bytes = Read(path);
        EvidenceFault fault = EvidenceVerifier.Verify(bytes, genesis, ProductionSuites.All);
        _ = Misbehavior.TryDecode(bytes, out Misbehavior? said);
        EvidenceView view = EvidenceView.Of(path, fault, said, genesis);
        Answer.Give(parsed, view, view.Lines(parsed.GetValue(SharedOptions.Language) == "zh"));
        return fault == EvidenceFault.None ? ExitCode.Ok : ExitCode.Invalid;
    }

    /// <summary>One byte more than the longest is enough to know that it is too long.</summary>
    private static byte[] Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] bytes = new byte[Misbehavior.MaximumBytes + 1];
        int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes[..length];
    }
}

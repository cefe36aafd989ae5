using System.CommandLine;
using Ledger.Consensus;
using Ledger.Engine.Recorder;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary><c>ledger replay</c>: runs the recorded steps of a node again, and says whether it does the same.</summary>
internal static class ReplayCommand
{
    private static readonly Argument<string> File = new("FILE")
    {
        Description = "A tape: asked.tape (written on SIGQUIT) or halted.tape, in the folder recorder of a data directory.",
    };

    public static Command Create()
    {
        Command command = new(
            "replay",
            "Runs a node's recorded steps again, without keys or network. Verdicts: SAME, DIFFERENT, INVALID_TAPE:<fault>.")
        {
            File, SharedOptions.Genesis, SharedOptions.Json,
        };
        command.SetAction(parsed => (int)Run(parsed));
        return command;
    }

    private static ExitCode Run(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(File);
        Genesis genesis = Inputs.Genesis(parsed.GetRequiredValue(SharedOptions.Genesis));
        DecodeFault fault = Tape.TryDecode(System.IO.File.ReadAllBytes(path), out Tape? tape);
        ReplayReport? report = tape is null ? null : Replay.Run(tape, genesis);
        ReplayView view = ReplayView.Of(path, fault, tape, report, genesis);
        Answer.Give(parsed, view, view.Lines());
        return report is { IsSame: true } ? ExitCode.Ok : ExitCode.Invalid;
    }
}

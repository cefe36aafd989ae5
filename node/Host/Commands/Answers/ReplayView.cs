using Ledger.Consensus;
using Ledger.Engine.Recorder;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary>What <c>ledger replay --json</c> answers.</summary>
/// <param name="Same">Steps that wanted the same as when they were recorded, from the first on.</param>
/// <param name="Difference">The input of the first step that did not; null when all did.</param>
/// <param name="Halt">The invariant that the last step run broke.</param>
internal sealed record ReplayView(
    string Verdict, string File, string? Validator, int Steps, int Same, ulong FromHeight, ulong ToHeight, string? Difference,
    string? Halt)
{
    public static ReplayView Of(string file, DecodeFault fault, Tape? tape, ReplayReport? report, Genesis genesis)
    {
        string? validator = tape is null ? null : tape.Self.IsGuest ? "none" : tape.Epoch.Validators[tape.Self].Name;
        if (report is null)
        {
            string reason = tape is null ? $"{fault}" : !Replay.IsOf(tape, genesis) ? "WrongChain" : "BadMemory";
            return new ReplayView($"INVALID_TAPE:{reason}", file, validator, tape?.Steps.Count ?? 0, 0, 0, 0, null, null);
        }

        return new ReplayView(
            report.IsSame ? "SAME" : "DIFFERENT", file, validator, report.Steps, report.Same, report.From.Value, report.To.Value,
            report.Difference is { } input ? Describe(input, tape!.Epoch.Validators) : null, report.Halt);
    }

    public IEnumerable<string> Lines()
    {
        yield return $"{Verdict}  {File}";
        if (Validator is not null)
        {
            yield return $"  validator    {Validator}, heights {FromHeight} to {ToHeight}";
            yield return $"  steps        {Same} of {Steps} the same";
        }

        if (Difference is not null)
        {
            yield return $"  differs      at step {Same + 1}: {Difference}";
        }

        if (Halt is not null)
        {
            yield return $"  halts        {Halt}";
        }
    }

    /// <summary>Such as <c>Received Prepare v0/h12 from sg-1</c>.</summary>
    private static string Describe(Input input, ValidatorSet set)
        => input is not Input.Received { Message: var message } ? $"{input}"
            : $"Received {message.Kind}{Place(message)} from {(message.Sender.IsGuest ? "a guest" : set[message.Sender].Name)}";

    private static string Place(Message message) => message switch
    {
        PrePrepare m => $" v{m.View}/h{m.Block.Height}",
        Vote m => $" v{m.View}/h{m.Height}",
        ViewChange m => $" v{m.View}",
        NewView m => $" v{m.View}",
        Suspect m => $" v{m.View}",
        _ => "",
    };
}

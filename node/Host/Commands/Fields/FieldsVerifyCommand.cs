using System.CommandLine;
using Ledger.Client;
using Ledger.Client.Fields;
using Ledger.Client.Json;
using Ledger.Node.Running;

namespace Ledger.Node.Commands;

/// <summary><c>ledger fields verify</c>: whether the fields of a disclosure are those of an anchored document.</summary>
internal static class FieldsVerifyCommand
{
    private static readonly Argument<string> Shown = new("FILE") { Description = "The disclosure, as 'ledger fields disclose' writes it." };

    public static Command Create()
    {
        Command command = new(
            "verify",
            "Verifies the fields that a disclosure shows. TAMPERED:WrongRoot, or the verdicts of 'ledger verify' for their root; of its "
            + "status only with --node.")
        {
            Shown, SharedOptions.Genesis, SharedOptions.Epochs, SharedOptions.Pin, SharedOptions.Issuers, AnchoredRoot.At,
            AnchoredRoot.Nodes, SharedOptions.Authority, SharedOptions.Timeout, SharedOptions.Language, SharedOptions.Json,
        };
        command.SetAction(async (parsed, cancellation) => (int)await RunAsync(parsed, cancellation));
        return command;
    }

    private static async Task<ExitCode> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string path = parsed.GetRequiredValue(Shown);
        FieldsFault unread = Disclosure.TryRead(Inputs.Bytes(path, Disclosure.MaximumBytes), out Disclosure? disclosure);
        if (disclosure is null)
        {
            throw CommandFailure.OfFile(path, unread);
        }

        FieldsFault fault = disclosure.Verify();
        if (fault != FieldsFault.None)
        {
            return Give(parsed, disclosure, $"TAMPERED:{fault}", ExitCode.Invalid, ReceiptView.Of(disclosure.Receipt, null));
        }

        DocumentReport report = await AnchoredRoot.JudgeAsync(
            parsed, disclosure.Receipt, disclosure.Root, parsed.GetRequiredValue(SharedOptions.Genesis), cancellation);
        return Give(
            parsed,
            disclosure,
            VerdictWords.Word(report.Verdict, report.Detail),
            VerdictWords.CodeOf(report.Verdict),
            ReceiptView.Of(disclosure.Receipt, report.Receipt));
    }

    private static ExitCode Give(ParseResult parsed, Disclosure disclosure, string verdict, ExitCode code, ReceiptView receipt)
    {
        string path = parsed.GetRequiredValue(Shown);
        var fields = disclosure.Fields
            .Select(f => new { Path = $"{f.Field.Path}", Value = JsonTreeWriter.Stringify(f.Field.Value) })
            .OrderBy(f => f.Path, StringComparer.Ordinal)
            .ToArray();
        Answer.Give(
            parsed,
            new { Verdict = verdict, File = path, Fields = fields, Receipt = receipt },
            [$"{verdict}  {path}", .. fields.Select(f => $"  field        {f.Path} = {f.Value}"), .. receipt.Lines()]);
        return code;
    }
}

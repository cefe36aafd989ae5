using System.CommandLine;
using Ledger.Client.Fields;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Commands;

/// <summary><c>ledger fields disclose</c>: makes the file that shows some fields and hides the others.</summary>
internal static class FieldsDiscloseCommand
{
    private static readonly Argument<string> Holding = new("FILE")
    {
        Description = "Fields and salts, as 'ledger fields commit' writes them.",
    };

    private static readonly Option<string[]> Shown = new("--field")
    {
        Description = "JSON Pointer of a field to show, such as /loan/grade, or of an object or list; repeat it for more.",
        HelpName = "POINTER",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> ReceiptFile = new("--receipt")
    {
        Description = "The receipt of the root, as 'ledger anchor-root' writes it.",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The file to write; one that exists is left as it is.",
        HelpName = "FILE",
        Required = true,
    };

    public static Command Create()
    {
        Command command = new(
            "disclose", "Shows some fields, with what proves them. Of the others only an upper bound of their number shows.")
        {
            Holding, Shown, ReceiptFile, Out, SharedOptions.Json,
        };
        command.SetAction(parsed => (int)Run(parsed));
        return command;
    }

    private static ExitCode Run(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(Holding);
        string output = NewFile.Demand(parsed.GetRequiredValue(Out));
        FieldsFault fault = CommittedFields.TryRead(Inputs.Bytes(path, CommittedFields.MaximumBytes), out CommittedFields? committed);
        if (committed is null)
        {
            throw CommandFailure.OfFile(path, fault);
        }

        string receiptPath = parsed.GetRequiredValue(ReceiptFile);
        Receipt receipt = AnchoredRoot.Read(receiptPath);
        if (ReceiptVerifier.VerifyRoot(receipt, committed.Tree.Root) != ReceiptFault.None)
        {
            throw CommandFailure.OfFile(receiptPath, "is the receipt of another root");
        }

        FieldsFault found = committed.TrySelect(
            parsed.GetRequiredValue(Shown), out IReadOnlyList<DisclosedField> fields, out string refused);
        if (found != FieldsFault.None)
        {
            throw CommandFailure.Usage($"--field {refused}: {found}");
        }

        NewFile.Write(output, new Disclosure(fields, receipt).Write());
        string[] shown = [.. fields.Select(f => $"{f.Field.Path}").Order(StringComparer.Ordinal)];
        Answer.Give(parsed, new { Path = output, Shown = shown }, [.. shown.Select(name => $"shows  {name}"), $"wrote  {output}"]);
        return ExitCode.Ok;
    }
}

using System.CommandLine;
using System.Security.Cryptography;
using Ledger.Client.Fields;

namespace Ledger.Node.Commands;

/// <summary><c>ledger fields commit</c>: salts every field of a document and gives the root over them.</summary>
internal static class FieldsCommitCommand
{
    private static readonly Argument<string> Document = new("FILE") { Description = "The document: a JSON object." };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "The file for fields and salts, as confidential as the document; FILE.fields.json when not given.",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        Command command = new(
            "commit",
            "Salts every field of a JSON document, and writes fields and salts for their holder. The root is for 'ledger anchor-root'.")
        {
            Document, Out, SharedOptions.Json,
        };
        command.SetAction(parsed => (int)Run(parsed));
        return command;
    }

    private static ExitCode Run(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(Document);
        string output = NewFile.Demand(parsed.GetValue(Out) ?? $"{path}.fields.json");
        FieldsFault fault = CommittedFields.TryCommit(
            Inputs.Bytes(path, CommittedFields.MaximumDocumentBytes), RandomNumberGenerator.Fill, out CommittedFields? committed);
        if (committed is null)
        {
            throw CommandFailure.OfFile(path, fault);
        }

        PrivateFiles.Write(output, committed.Write());
        Answer.Give(
            parsed,
            new { Root = $"{committed.Tree.Root}", Fields = committed.Fields.Count, Path = output },
            [$"root   {committed.Tree.Root}  over {committed.Fields.Count} fields", $"wrote  {output}"]);
        return ExitCode.Ok;
    }
}

using System.CommandLine;
using System.Security.Cryptography;
using Ledger.Client.Json;
using Ledger.Client.OpenAttestation;
using Ledger.Protocol.Transactions;

namespace Ledger.Node.Commands;

/// <summary><c>ledger openattestation wrap</c>: salts documents and puts them under one Merkle root.</summary>
internal static class OpenAttestationWrapCommand
{
    private const string Suffix = ".oa.json";

    private static readonly Argument<string[]> Documents = new("FILE")
    {
        Description = "The documents' data, as JSON of the OpenAttestation v2 schema.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> OutFolder = new("--out-dir")
    {
        Description = "Folder for the wrapped documents; beside each document when not given.",
        HelpName = "DIR",
    };

    public static Command Create()
    {
        Command command = new(
            "wrap",
            "Salts every field, and writes FILE.oa.json for each document. The root is for 'ledger anchor-root'.")
        {
            Documents, OutFolder, SharedOptions.Json,
        };
        command.SetAction(parsed => (int)Run(parsed));
        return command;
    }

    private static ExitCode Run(ParseResult parsed)
    {
        string[] paths = parsed.GetRequiredValue(Documents);
        if (paths.Length > AnchorTransaction.MaximumCommitments)
        {
            throw CommandFailure.Usage($"at most {AnchorTransaction.MaximumCommitments} documents at a time");
        }

        string[] outputs = [.. paths.Select(path => NewFile.Demand(OutputFor(path, parsed.GetValue(OutFolder))))];
        if (outputs.Distinct().Count() != outputs.Length)
        {
            throw CommandFailure.Usage("two documents would be written to one file");
        }

        IReadOnlyList<WrappedDocument> wrapped = new DocumentWrapper(RandomNumberGenerator.Fill).Wrap([.. paths.Select(Read)]);
        foreach ((WrappedDocument document, string output) in wrapped.Zip(outputs))
        {
            NewFile.Write(output, document.Write());
        }

        Give(parsed, wrapped, outputs);
        return ExitCode.Ok;
    }

    private static string OutputFor(string path, string? folder)
        => Path.GetFullPath(Path.Combine(folder ?? Path.GetDirectoryName(path) ?? "", Path.GetFileName(path) + Suffix));

    private static DocumentData Read(string path)
    {
        byte[] bytes = Inputs.Bytes(path, WrappedDocument.MaximumBytes);
        JsonTreeFault unread = JsonTreeReader.TryRead(bytes, WrappedDocument.MaximumBytes, out JsonTree? tree);
        if (unread != JsonTreeFault.None)
        {
            throw CommandFailure.OfFile(path, unread);
        }

        OpenAttestationFault fault = DocumentData.TryMake(tree, out DocumentData? data);
        return data ?? throw CommandFailure.OfFile(path, fault);
    }

    private static void Give(ParseResult parsed, IReadOnlyList<WrappedDocument> wrapped, string[] outputs)
        => Answer.Give(
            parsed,
            new
            {
                MerkleRoot = $"{wrapped[0].MerkleRoot}",
                Documents = wrapped.Zip(outputs, (document, path) => new { Path = path, TargetHash = $"{document.TargetHash}" }),
            },
            [
                $"root   {wrapped[0].MerkleRoot}  over {wrapped.Count}",
                .. wrapped.Zip(outputs, (document, path) => $"wrote  {path}  {document.TargetHash}"),
            ]);
}

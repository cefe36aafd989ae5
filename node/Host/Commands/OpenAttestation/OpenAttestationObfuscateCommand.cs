using System.CommandLine;
using Ledger.Client.OpenAttestation;

namespace Ledger.Node.Commands;

/// <summary><c>ledger openattestation obfuscate</c>: takes fields out of a wrapped document, which verifies as before.</summary>
internal static class OpenAttestationObfuscateCommand
{
    private static readonly Argument<string> Document = new("FILE") { Description = "The wrapped document." };

    private static readonly Option<string[]> Fields = new("--field")
    {
        Description = "Path of a field or of an object to take out, such as recipient.0.name; repeat it for more.",
        HelpName = "PATH",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
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
            "obfuscate",
            "Takes fields out of a wrapped document and leaves their hashes. What would leave an empty object or a hole in a list, and so "
            + "a document that no longer verifies, is refused: take out the whole object or list.")
        {
            Document, Fields, Out, SharedOptions.Json,
        };
        command.SetAction(parsed => (int)Run(parsed));
        return command;
    }

    private static ExitCode Run(ParseResult parsed)
    {
        WrappedDocument document = Read(parsed.GetRequiredValue(Document));
        string path = NewFile.Demand(parsed.GetRequiredValue(Out));
        ObfuscationFault fault = Obfuscation.TryHide(
            document, parsed.GetRequiredValue(Fields), out WrappedDocument? obfuscated, out string refused);
        if (fault != ObfuscationFault.None)
        {
            throw CommandFailure.Usage($"--field {refused}: {fault}");
        }

        NewFile.Write(path, obfuscated!.Write());
        Answer.Give(
            parsed,
            new { Path = path, TargetHash = $"{obfuscated.TargetHash}", Obfuscated = obfuscated.Obfuscated.Count },
            [$"wrote  {path}  {obfuscated.TargetHash}, {obfuscated.Obfuscated.Count} fields obfuscated"]);
        return ExitCode.Ok;
    }

    internal static WrappedDocument Read(string path)
    {
        OpenAttestationFault fault = WrappedDocument.TryRead(
            Inputs.Bytes(path, WrappedDocument.MaximumBytes), out WrappedDocument? document);
        return document ?? throw CommandFailure.OfFile(path, fault);
    }
}

using System.CommandLine;
using Ledger.Cryptography.Hashing;
using Ledger.Node.Web;

namespace Ledger.Node.Commands;

/// <summary><c>ledger verifier-page</c>: writes the page that verifies a document in a browser, without a network.</summary>
internal static class VerifierPageCommand
{
    private static readonly Option<string> Out = new("--out")
    {
        Description = "The file to write; one that exists is left as it is.",
        HelpName = "FILE",
        Required = true,
    };

    public static Command Create()
    {
        Command command = new(
            "verifier-page",
            "Writes one HTML file that verifies documents in a browser, opened from disk: it needs no network, and can reach none.")
        {
            Out, SharedOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(Out);
        NewFile.Write(path, VerifierPage.Bytes);

        string digest = $"{Sha256.Hash(VerifierPage.Bytes)}";
        Answer.Give(
            parsed,
            new { Path = path, Sha256 = digest },
            [$"sha256  {digest}", $"wrote   {path} ({VerifierPage.Bytes.Length} bytes)"]);
        return (int)ExitCode.Ok;
    }
}

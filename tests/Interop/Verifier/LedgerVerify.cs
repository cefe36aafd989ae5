using System.Globalization;
using Ledger.Node.Commands;

namespace Ledger.Tests.Interop.Verifier;

/// <summary>What <c>ledger verify</c> says of a paper: the program's own command, run in this process.</summary>
/// <param name="Word">The verdict; empty when a file could not be used.</param>
/// <param name="Checks">Those of the receipt, each as <c>Name:Fault</c>.</param>
internal sealed record LedgerVerify(string Word, string[] Checks, string Sentence, string Error)
{
    private const string Passed = "  ok           ";
    private const string Failed = "  FAILED       ";

    public static async Task<LedgerVerify> OfAsync(Paper paper, string folder, string language = "en")
    {
        (string output, string error) = await RunAsync(paper, folder, language);
        string[] lines = output.Split('\n');
        return output.Length == 0
            ? new LedgerVerify("", [], "", error.TrimEnd())
            : new LedgerVerify(lines[0].Split("  ")[0], [.. lines.Select(Check).OfType<string>()], lines[1].Trim(), "");
    }

    private static string? Check(string line)
        => line.StartsWith(Passed, StringComparison.Ordinal) ? $"{line[Passed.Length..]}:"
            : line.StartsWith(Failed, StringComparison.Ordinal) ? line[Failed.Length..].Replace(": ", ":")
            : null;

    private static async Task<(string Output, string Error)> RunAsync(Paper paper, string folder, string language)
    {
        Dictionary<string, string> paths = paper.WriteTo(folder);
        List<string> arguments = ["verify", paths["document"], "--lang", language];
        arguments.AddRange(paths.Where(p => p.Key != "document").SelectMany(p => new[] { $"--{p.Key}", p.Value }));
        arguments.AddRange(paper.Pin is { } pin ? ["--pin", $"{pin}"] : []);
        arguments.AddRange(["--at", DateTimeOffset.FromUnixTimeSeconds(paper.At).ToString("O", CultureInfo.InvariantCulture)]);
        using StringWriter output = new();
        using StringWriter error = new();
        await CommandLine.RunAsync(arguments, output, error);
        Directory.Delete(folder, recursive: true);
        return (output.ToString(), error.ToString());
    }
}

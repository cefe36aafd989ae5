using System.Globalization;
using Ledger.Node.Commands;

namespace Ledger.Tests.Interop.Verifier;

/// <summary>What <c>ledger verify</c> says of a paper: the program's own command, run in this process.</summary>
/// <param name="Word">The verdict; empty when a file could not be used.</param>
/// <param name="Checks">All that were made, each as <c>passed Name</c> or <c>failed Name: Detail</c>; in English only.</param>
internal sealed record LedgerVerify(string Word, string[] Checks, string Sentence, string Error)
{
    private static readonly Dictionary<string, string> Results = new()
    {
        ["  ok           "] = "passed",
        ["  FAILED       "] = "failed",
        ["  WAIVED       "] = "waived",
    };

    public static async Task<LedgerVerify> OfAsync(Paper paper, string folder, string language = "en")
    {
        (string output, string error) = await RunAsync(paper, folder, language);
        string[] lines = output.Split('\n');
        return output.Length == 0
            ? new LedgerVerify("", [], "", error.TrimEnd())
            : new LedgerVerify(lines[0].Split("  ")[0], [.. lines.Select(Check).OfType<string>()], lines[1].Trim(), "");
    }

    private static string? Check(string line)
        => Results.FirstOrDefault(r => line.StartsWith(r.Key, StringComparison.Ordinal)) is { Key: { } mark, Value: { } result }
            ? $"{result} {line[mark.Length..]}"
            : null;

    private static async Task<(string Output, string Error)> RunAsync(Paper paper, string folder, string language)
    {
        Dictionary<string, string> paths = paper.WriteTo(folder);
        List<string> arguments = ["verify", paths["document"], "--lang", language];
        arguments.AddRange(paths.Where(p => p.Key != "document").SelectMany(p => new[] { $"--{p.Key}", p.Value }));
        arguments.AddRange(["--max-age", paper.Hours is { } hours ? $"{hours}h" : "none"]);
        arguments.AddRange(paper.Pin is { } pin ? ["--pin", $"{pin}"] : []);
        arguments.AddRange(["--at", DateTimeOffset.FromUnixTimeSeconds(paper.At).ToString("O", CultureInfo.InvariantCulture)]);
        using StringWriter output = new();
        using StringWriter error = new();
        await CommandLine.RunAsync(arguments, output, error);
        Directory.Delete(folder, recursive: true);
        return (output.ToString(), error.ToString());
    }
}

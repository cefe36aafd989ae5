using System.Text.Json;
using Ledger.Node.Commands;

namespace Ledger.Tests.Unit.Commands;

/// <summary>One command line, run in this process, and what came of it.</summary>
internal sealed record CommandRun(ExitCode Code, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static async Task<CommandRun> OfAsync(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = await CommandLine.RunAsync(arguments, output, error);
        return new CommandRun((ExitCode)code, output.ToString(), error.ToString());
    }

    /// <summary>Errors are one line that begins with the program and a name.</summary>
    public void Failed(ExitCode code, string line)
    {
        Assert.Equal((code, ""), (Code, Output));
        Assert.StartsWith($"ledger: {line}", Error);
        Assert.Equal(1, Error.Count(c => c == '\n'));
    }
}

using System.Diagnostics;
using System.Text.Json;
using Ledger.Testnet.Network;

namespace Ledger.Tests.Integration.BadEnvironment;

/// <summary>How a <c>ledger run</c> ended that was not told to stop.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Event">The JSON log line that has a name, as its last one of that kind.</param>
/// <param name="Line">The last line, for people.</param>
internal sealed record Ending(int Code, JsonElement Event, string Line)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public string Name => Event.GetProperty("event").GetString()!;

    public string File => Event.GetProperty("file").GetString()!;

    public long Offset => Event.GetProperty("offset").GetInt64();

    public string Remedy => Event.GetProperty("remedy").GetString()!;

    /// <summary>Runs a node to its end.</summary>
    /// <param name="prefix">A command that runs it, such as prlimit.</param>
    public static async Task<Ending> OfAsync(TestNetwork network, ValidatorNode node, params string[] prefix)
    {
        string[] command = [.. prefix, network.Program.FilePath, "run", "--config", node.ConfigurationPath];
        ProcessStartInfo start = new(command[0], command[1..]) { RedirectStandardError = true };
        foreach ((string name, string value) in LedgerProgram.Environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        try
        {
            using CancellationTokenSource limit = new(Patience);
            string errors = await process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return Of(process.ExitCode, errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    /// <summary>Reads what a process wrote before it ended.</summary>
    public static Ending Of(int code, string errors)
    {
        string[] lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string? named = lines.LastOrDefault(line => line.Contains("\"remedy\":", StringComparison.Ordinal));
        Assert.True(named is not null, $"exit code {code} without a named event:\n{errors}");
        return new Ending(code, JsonSerializer.Deserialize<JsonElement>(named), lines[^1]);
    }

    /// <summary>Holds the form that every refusal has, and its exit code, name and file.</summary>
    public void Is(int code, string name, string file)
    {
        Assert.True((code, name) == (Code, Name), $"{Code} {Name}: {Line}");
        Assert.EndsWith(file, File, StringComparison.Ordinal);
        Assert.StartsWith("ledger: ", Line, StringComparison.Ordinal);
        Assert.Contains(name, Line, StringComparison.Ordinal);
        Assert.Contains(Remedy, Line, StringComparison.Ordinal);
        Assert.Contains(File, Line, StringComparison.Ordinal);
    }
}

using System.ComponentModel;
using System.Diagnostics;

namespace Ledger.Tests.Interop;

/// <summary>What a program of another language said, both outputs together, and its exit code.</summary>
internal sealed record ClientRun(int Exit, string Output)
{
    /// <summary>A run that takes longer is ended.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>The facts it found to hold.</summary>
    public IEnumerable<string> Found
        => Output.Split('\n').Where(line => line.StartsWith("ok ", StringComparison.Ordinal)).Select(line => line[3..]);

    public void MustHaveFound(string fact)
    {
        string? said = Output.Split('\n').FirstOrDefault(line => line.StartsWith($"not ok {fact}:", StringComparison.Ordinal));
        Assert.True(Found.Contains(fact), said ?? Output);
    }

    public static async Task<ClientRun> OfAsync(IReadOnlyList<string> command)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start) ?? throw new Win32Exception(command[0]);
        using CancellationTokenSource patience = new(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return new ClientRun(process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}

using System.Diagnostics;

namespace Ledger.Tests.Integration.Docker;

/// <summary>A tool that ran to its end.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    /// <summary>Longest for any tool, the build of an image included.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <param name="engine">The engine that its <c>docker</c> talks to.</param>
    public static async Task<ToolRun> OfAsync(string file, IReadOnlyList<string> arguments, string? engine = null)
    {
        ProcessStartInfo start = new(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOCKER_HOST"] = engine;
        using Process process = Process.Start(start)!;
        using CancellationTokenSource patience = new(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return new ToolRun(process.ExitCode, await output, await errors);
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

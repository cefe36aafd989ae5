using System.Diagnostics;

namespace Ledger.Tests.Interop;

/// <summary>Runs <c>python/client.py</c> under Debian's Python with its grpcio, unchanged.</summary>
internal static class PythonClient
{
    private const string Python = "/usr/bin/python3";

    /// <summary>A run that takes longer is ended.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Fails the test, naming the remedy, where the machine has no grpcio.</summary>
    public static async Task DemandAsync()
    {
        (int exit, string output) = File.Exists(Python)
            ? await RunAsync("-c", "import grpc, grpc_tools")
            : (-1, $"{Python} is not there");
        Assert.True(exit == 0, $"This test needs python3-grpcio and python3-grpc-tools: run testnet/setup. {output}");
    }

    /// <summary>Checks facts of <c>client.py</c> against a node.</summary>
    /// <param name="transactions">A file with a valid and a tampered transaction of the node's chain.</param>
    /// <param name="authority">PEM file of the certificate to trust; null for plain text.</param>
    public static Task<(int Exit, string Output)> CheckAsync(
        string target, string transactions, string? authority, params ReadOnlySpan<string> facts)
    {
        string home = AppContext.BaseDirectory;
        List<string> arguments =
        [
            Path.Combine(home, "python", "client.py"),
            "--protos", Path.Combine(home, "Protos"),
            "--target", target,
            "--transactions", transactions,
        ];
        arguments.AddRange(authority is null ? [] : ["--authority", authority]);
        arguments.AddRange(facts);
        return RunAsync([.. arguments]);
    }

    private static async Task<(int Exit, string Output)> RunAsync(params string[] arguments)
    {
        ProcessStartInfo start = new(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        using CancellationTokenSource patience = new(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await errors);
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

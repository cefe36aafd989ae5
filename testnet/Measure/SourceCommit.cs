using System.Diagnostics;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Measure;

/// <summary>The commit this program was built from.</summary>
public static class SourceCommit
{
    /// <summary>The short hash, with <c>+</c> when files differ from it; "unknown" outside a clone.</summary>
    public static async Task<string> FindAsync(CancellationToken cancellation)
    {
        ProcessStartInfo start = new(
            "git", ["-C", LedgerProgram.SourceRoot, "describe", "--always", "--abbrev=12", "--dirty=+", "--exclude=*"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? output.Trim() : "unknown";
    }
}

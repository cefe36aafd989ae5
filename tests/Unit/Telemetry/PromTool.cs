using System.Diagnostics;

namespace Ledger.Tests.Unit.Telemetry;

/// <summary>Debian's promtool: the one judge of what Prometheus takes.</summary>
internal static class PromTool
{
    private static readonly string s_cached = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "ledger", "promtool");

    /// <summary>Everything it says, and what it ends with; <c>testnet/setup tests</c> brings it.</summary>
    public static (int Code, string Said) Run(string input, params string[] arguments)
    {
        string program = File.Exists(s_cached) ? s_cached : "promtool";
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process tool = Process.Start(start)!;
        Task<string> errors = tool.StandardError.ReadToEndAsync();
        tool.StandardInput.Write(input);
        tool.StandardInput.Close();
        string said = tool.StandardOutput.ReadToEnd() + errors.Result;
        tool.WaitForExit();
        return (tool.ExitCode, said);
    }
}

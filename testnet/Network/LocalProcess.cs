using System.Diagnostics;
using System.Globalization;

namespace Ledger.Testnet.Network;

/// <summary>A validator as a process of this machine.</summary>
/// <remarks>Not thread-safe.</remarks>
/// <param name="command">Runs it: a program and its arguments.</param>
internal sealed class LocalProcess(IReadOnlyList<string> command, string outputPath) : INodeProcess
{
    private IReadOnlyList<string> _command = command;

    /// <summary>A node that takes longer to stop in an orderly way is an error.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    private Process? _process;

    public bool IsRunning => _process is { HasExited: false };

    public string Name => $"process {Id}";

    public int Id => _process?.Id ?? throw new InvalidOperationException($"{_command[^1]} was never started.");

    /// <summary>What its next start runs.</summary>
    public void Install(IReadOnlyList<string> other) => _command = other;

    public Task StartAsync() => StartAsync([], LedgerProgram.Environment);

    /// <param name="prefix">A command that runs it, such as a tracer; it must become the node's process.</param>
    /// <param name="environment">Variables beside those that every process of the program needs.</param>
    public async Task StartAsync(IReadOnlyList<string> prefix, IReadOnlyDictionary<string, string> environment)
    {
        if (IsRunning)
        {
            throw new InvalidOperationException($"{_command[^1]} runs already.");
        }

        _process?.Dispose();
        Dictionary<string, string> variables = new(LedgerProgram.Environment);
        foreach ((string name, string value) in environment)
        {
            variables[name] = value;
        }

        _process = await Launcher.StartAsync([.. prefix, .. _command], outputPath, variables);
    }

    public async Task KillAsync()
    {
        if (IsRunning)
        {
            _process!.Kill();
            await _process.WaitForExitAsync();
        }
    }

    public async Task<int> StopAsync(CancellationToken cancellation)
    {
        if (!IsRunning)
        {
            return _process?.ExitCode ?? 0;
        }

        string id = _process!.Id.ToString(CultureInfo.InvariantCulture);
        using Process signal = Process.Start("kill", ["-TERM", id]);
        await signal.WaitForExitAsync(cancellation);
        await _process.WaitForExitAsync(cancellation).WaitAsync(StopPatience, cancellation);
        return _process.ExitCode;
    }

    public string LastOutput(int lines)
        => File.Exists(outputPath) ? string.Join('\n', File.ReadLines(outputPath).TakeLast(lines)) : "(no output)";

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
    }
}

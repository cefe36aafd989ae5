using System.Diagnostics;
using System.Globalization;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Network;

/// <summary>One validator of a test network: its files, its addresses, and its process while it runs.</summary>
/// <remarks>Not thread-safe, but for <see cref="Client"/>.</remarks>
public sealed class ValidatorNode : IAsyncDisposable
{
    /// <summary>A node that takes longer to stop in an orderly way is an error.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ProbeDeadline = TimeSpan.FromSeconds(2);

    private readonly LedgerProgram _program;
    private Process? _process;

    internal ValidatorNode(LedgerProgram program, ManifestMember member, string folder, NodePorts ports)
    {
        _program = program;
        Name = member.Name;
        Region = member.Region;
        Folder = folder;
        Ports = ports;
        GrpcAddress = new Uri($"http://127.0.0.1:{ports.Grpc}");
        JsonAddress = new Uri($"http://127.0.0.1:{ports.Json}");
        Client = new LedgerRpcClient(GrpcAddress);
    }

    public string Name { get; }

    public string Region { get; }

    /// <summary>Everything of this node on disk.</summary>
    public string Folder { get; }

    public NodePorts Ports { get; }

    public Uri GrpcAddress { get; }

    public Uri JsonAddress { get; }

    public string ConfigurationPath => Path.Combine(Folder, "node.json");

    public string KeyPath => Path.Combine(Folder, "validator.key");

    public string TlsKeyPath => Path.Combine(Folder, "tls.key");

    public string DataFolder => Path.Combine(Folder, "data");

    public string JournalFolder => Path.Combine(DataFolder, "journal");

    /// <summary>What the process printed, all its starts together.</summary>
    public string OutputPath => Path.Combine(Folder, "output.log");

    /// <summary>A client of this node, kept across its restarts.</summary>
    public LedgerRpcClient Client { get; }

    public bool IsRunning => _process is { HasExited: false };

    public int ProcessId => _process?.Id ?? throw new InvalidOperationException($"{Name} was never started.");

    /// <summary>Starts the process, without waiting until it answers.</summary>
    /// <param name="prefix">A command that runs it, such as a tracer; it must become the node's process.</param>
    public async Task StartAsync(
        IReadOnlyList<string>? prefix = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        if (IsRunning)
        {
            throw new InvalidOperationException($"{Name} runs already.");
        }

        _process?.Dispose();
        Dictionary<string, string> variables = new(LedgerProgram.Environment);
        foreach ((string name, string value) in environment ?? variables)
        {
            variables[name] = value;
        }

        string[] command = [.. prefix ?? [], _program.FilePath, "run", "--config", ConfigurationPath];
        _process = await Launcher.StartAsync(command, OutputPath, variables);
    }

    /// <summary>Waits until the node says how it is doing.</summary>
    /// <exception cref="InvalidOperationException">The process has ended; the message has its last words.</exception>
    public async Task<StatusResponse> WaitUntilReadyAsync(CancellationToken cancellation)
    {
        StatusResponse? status = null;
        await Wait.UntilAsync($"{Name} to answer", StartPatience, cancellation, async () =>
        {
            if (!IsRunning)
            {
                throw new InvalidOperationException($"{Name} ended with {_process?.ExitCode}:\n{LastOutput()}");
            }

            status = await TryStatusAsync(cancellation);
            return status is not null;
        });
        return status!;
    }

    public Task<StatusResponse> StatusAsync(CancellationToken cancellation = default)
        => Client.GetStatusAsync(cancellation: cancellation);

    /// <summary>The status, or null when the node does not answer.</summary>
    public async Task<StatusResponse?> TryStatusAsync(CancellationToken cancellation = default)
    {
        try
        {
            return await Client.GetStatusAsync(ProbeDeadline, cancellation);
        }
        catch (LedgerRpcException)
        {
            return null;
        }
    }

    /// <summary>
    /// SIGKILL, and waits until the process is gone: nothing of it gets to run after this call starts.
    /// </summary>
    public async Task KillAsync()
    {
        if (IsRunning)
        {
            _process!.Kill();
            await _process.WaitForExitAsync();
        }
    }

    /// <summary>SIGTERM, and waits for an orderly end; returns the exit code.</summary>
    public async Task<int> StopAsync(CancellationToken cancellation = default)
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

    /// <summary>The last lines the process printed, for messages.</summary>
    public string LastOutput(int lines = 20)
        => File.Exists(OutputPath) ? string.Join('\n', File.ReadLines(OutputPath).TakeLast(lines)) : "(no output)";

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        Client.Dispose();
    }
}

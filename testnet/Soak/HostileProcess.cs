using System.Diagnostics;
using System.Text.Json;
using Ledger.Testnet.Commands;
using Ledger.Testnet.Hostile;
using Ledger.Testnet.Load;
using Ledger.Testnet.Measure;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Soak;

/// <summary>The hostile client in a process of its own, so that its work is not the honest clients'.</summary>
internal sealed class HostileProcess : IAsyncDisposable
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _outcomes;

    private HostileProcess(Process process, string outcomes)
    {
        _process = process;
        _outcomes = outcomes;
    }

    /// <summary>Processor time it has used, in seconds; what it had used when it was last asked once it has ended.</summary>
    public double CpuSeconds
        => _process.HasExited ? field : field = ProcessTime.SecondsOf(_process.Id);

    public static async Task<HostileProcess> StartAsync(
        TestNetwork network, TimeSpan length, string only, IEnumerable<PreparedTransaction> replays)
    {
        string targets = Path.Combine(network.Folder, "hostile-targets.json");
        string outcomes = Path.Combine(network.Folder, "hostile-outcomes.json");
        new HostileTargets(
            length.TotalSeconds,
            network.Genesis.ChainId.ToString(),
            only,
            [.. network.Nodes.Select(n => new HostileTarget(n.Ports.Grpc, n.Ports.Json, n.Ports.Peer))],
            [.. replays.Select(t => Convert.ToHexStringLower(t.Bytes))]).Save(targets);
        Process process = await Launcher.StartAsync(
            [Environment.ProcessPath!, HostileCommand.Verb, targets, outcomes],
            Path.Combine(network.Folder, "hostile.log"),
            LedgerProgram.Environment);
        return new HostileProcess(process, outcomes);
    }

    /// <summary>Waits for its end and gives what its acts met.</summary>
    public async Task<IReadOnlyList<HostileOutcome>> EndAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation).WaitAsync(EndPatience, cancellation);
        return _process.ExitCode == 0
            ? JsonSerializer.Deserialize<List<HostileOutcome>>(File.ReadAllText(_outcomes), ReportJson.Options) ?? []
            : throw new InvalidOperationException($"The hostile client ended with {_process.ExitCode}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}

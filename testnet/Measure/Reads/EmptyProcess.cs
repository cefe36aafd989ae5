using System.Diagnostics;
using System.Globalization;
using Ledger.Client;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Measure.Reads;

/// <summary><see cref="EmptyServer"/> in a process of its own, as a validator is in one.</summary>
internal sealed class EmptyProcess : IAsyncDisposable
{
    /// <summary>The hidden command that runs it.</summary>
    public const string Verb = "serve-nothing";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private EmptyProcess(Process process, int[] ports)
    {
        _process = process;
        GrpcAddress = new Uri($"http://127.0.0.1:{ports[0]}");
        HttpAddress = new Uri($"http://127.0.0.1:{ports[2]}");
    }

    public Uri GrpcAddress { get; }

    public Uri HttpAddress { get; }

    public int ProcessId => _process.Id;

    public static async Task<EmptyProcess> StartAsync(string folder, CancellationToken cancellation)
    {
        int[] ports = FreePorts.Take(3);
        string[] command =
            [Environment.ProcessPath!, Verb, .. ports.Select(p => p.ToString(CultureInfo.InvariantCulture))];
        Process process = await Launcher.StartAsync(
            command, Path.Combine(folder, "nothing.log"), LedgerProgram.Environment);
        EmptyProcess empty = new(process, ports);
        using LedgerRpcClient client = new(empty.GrpcAddress);
        await Wait.UntilAsync("the empty server", Patience, cancellation, async () =>
        {
            try
            {
                await client.GetStatusAsync(cancellation: cancellation);
                return true;
            }
            catch (LedgerRpcException)
            {
                return false;
            }
        });
        return empty;
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

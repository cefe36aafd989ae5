using System.Globalization;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Containers;

/// <summary>A validator as a service of a compose file that was brought up.</summary>
/// <remarks>Not thread-safe. Disposing leaves it as it is: it ends with the file's other services.</remarks>
internal sealed class ContainerProcess(DockerEngine engine, string folder, string service) : INodeProcess
{
    private string? _id;

    public bool IsRunning { get; private set; }

    public string Name => $"container {Id[..12]}";

    public string Id => _id ?? throw new InvalidOperationException($"{service} was never brought up.");

    /// <summary>Finds the container that Compose made and started.</summary>
    public async Task AttachAsync(CancellationToken cancellation)
    {
        _id = (await engine.ComposeAsync(folder, ["ps", "-q", service], cancellation)).Trim();
        IsRunning = _id.Length > 0
            ? true
            : throw new InvalidOperationException($"{service} did not start:\n{LastOutput(20)}");
    }

    /// <summary>What the image's own check says: starting, healthy or unhealthy.</summary>
    public async Task<string> HealthAsync(CancellationToken cancellation)
        => (await InspectAsync("{{.State.Health.Status}}", cancellation)).Trim();

    public async Task StartAsync()
    {
        await engine.RunAsync(["start", Id], default);
        IsRunning = true;
    }

    public async Task KillAsync()
    {
        if (IsRunning)
        {
            await engine.RunAsync(["kill", "--signal", "KILL", Id], default);
            await engine.RunAsync(["wait", Id], default);
            IsRunning = false;
        }
    }

    public async Task<int> StopAsync(CancellationToken cancellation)
    {
        await engine.RunAsync(["stop", Id], cancellation);
        IsRunning = false;
        return int.Parse(await InspectAsync("{{.State.ExitCode}}", cancellation), CultureInfo.InvariantCulture);
    }

    public string LastOutput(int lines)
        => engine.ComposeAsync(
            folder, ["logs", "--no-color", $"--tail={lines}", service], default).GetAwaiter().GetResult();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<string> InspectAsync(string format, CancellationToken cancellation)
        => engine.RunAsync(["inspect", "--format", format, Id], cancellation);
}

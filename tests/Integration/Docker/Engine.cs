using System.Diagnostics;
using Ledger.Testnet.Containers;
using Ledger.Testnet.Network;

namespace Ledger.Tests.Integration.Docker;

/// <summary>An engine with the node's image built in it, made for the first test that asks and shared by its class.</summary>
/// <remarks>No registry is needed: the bases come from this machine (testnet/docker/stand-ins), so the build has no
/// network.</remarks>
public sealed class Engine : IAsyncLifetime
{
    private DockerDaemon? _daemon;

    internal DockerDaemon Daemon => _daemon ?? throw new InvalidOperationException("The engine was not started.");

    /// <summary>How long importing the bases and building took, for people.</summary>
    public string Story { get; private set; } = "";

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Starts and builds, once.</summary>
    public async Task<DockerEngine> ReadyAsync()
    {
        if (_daemon is null)
        {
            _daemon = await DockerDaemon.StartAsync();
            await BuildAsync(_daemon);
        }

        return await DockerEngine.FindAsync(_daemon.Host, default);
    }

    public async Task DisposeAsync()
    {
        if (_daemon is not null)
        {
            await _daemon.DisposeAsync();
        }
    }

    private async Task BuildAsync(DockerDaemon daemon)
    {
        string root = LedgerProgram.SourceRoot;
        Stopwatch watch = Stopwatch.StartNew();
        ToolRun bases = await ToolRun.OfAsync(
            Path.Combine(root, "testnet", "docker", "stand-ins"), [ComposeFile.PrometheusImage], daemon.Host);
        Assert.True(bases.ExitCode == 0, bases.Errors);
        TimeSpan imported = watch.Elapsed;
        await daemon.RunAsync(
            "build", "--network", "none", "--tag", ComposeFile.NodeImage,
            "--file", Path.Combine(root, ComposeFile.Dockerfile), root);
        string size = (await daemon.RunAsync("image", "inspect", "--format", "{{.Size}}", ComposeFile.NodeImage))[0];
        Story = $"bases imported in {imported.TotalSeconds:0} s, image of {long.Parse(size) / 1_000_000} MB built in "
            + $"{(watch.Elapsed - imported).TotalSeconds:0} s";
    }
}

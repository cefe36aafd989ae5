using System.Diagnostics;
using System.Text.Json;
using Ledger.Client.V1;
using Ledger.Testnet.Containers;
using Ledger.Testnet.Demo;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;
using Xunit.Abstractions;

namespace Ledger.Tests.Integration.Docker;

/// <summary>The network of the manifest in real containers, as its compose file brings it up.</summary>
public sealed class ComposeTests(Engine engine, ITestOutputHelper output) : IClassFixture<Engine>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>The goal is a minute; a machine under test does other things too.</summary>
    private static readonly TimeSpan HealthPatience = TimeSpan.FromSeconds(180);

    /// <summary>Several times what a commit takes.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    [EngineFact]
    public async Task Four_healthy_containers_pass_the_demo_with_a_killed_primary_and_go_without_a_trace()
    {
        ContainerNetwork containers = await UpAsync();
        await using (TestNetwork network = containers.Network)
        {
            await UntilScrapedAsync(containers.Plan);
            await new DemoRun(output.WriteLine, default).RunAsync(network);
        }

        Assert.Empty(await engine.Daemon.RunAsync("ps", "--all", "--quiet"));
        Assert.Empty(await engine.Daemon.RunAsync("volume", "ls", "--quiet"));
        Assert.Equal(
            ["host", "none"],
            (await engine.Daemon.RunAsync("network", "ls", "--format", "{{.Name}}")).Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(containers.Network.Folder));
    }

    [EngineFact]
    public async Task A_region_off_the_border_network_commits_nothing_names_who_is_missing_and_drains_when_it_returns()
    {
        ContainerNetwork containers = await UpAsync();
        await using TestNetwork network = containers.Network;
        AssertConfined(await ProcessOfAsync(network, "sz-1"));
        using TransactionFactory factory = new(network.Genesis, network.Issuers[0]);
        PreparedTransaction[] transactions = factory.Prepare(3, 4, head: 0);
        await SubmitAsync(network["sz-1"], transactions[0]);

        await containers.CutAsync("CN-SZ", default);
        await UntilStalledAsync(network["sz-1"], "SG");
        await UntilStalledAsync(network["sg-1"], "CN-SZ");
        ulong[] heights = await HeightsAsync(network);
        Task<SubmitResponse>[] waiting =
            [SubmitAsync(network["sz-2"], transactions[1]), SubmitAsync(network["sg-2"], transactions[2])];
        await Task.Delay(Silence);
        Assert.DoesNotContain(waiting, w => w.IsCompleted);
        Assert.Equal(heights, await HeightsAsync(network));

        Stopwatch watch = Stopwatch.StartNew();
        await containers.HealAsync("CN-SZ", default);
        SubmitResponse[] committed = await Task.WhenAll(waiting);
        output.WriteLine($"both sides' transactions committed {watch.Elapsed.TotalSeconds:0.0} s after the reconnection");
        Assert.DoesNotContain(committed, c => c.Receipt.IsEmpty);
        await Wait.UntilDrainedAsync(network, Patience, default);
        await Wait.UntilHeadsAgreeAsync(network, Patience, default);
    }

    [EngineFact]
    public async Task An_engine_leaves_no_process_mount_link_or_folder()
    {
        string[] links = Names("/sys/class/net");
        string folder;
        await using (DockerDaemon daemon = await DockerDaemon.StartAsync())
        {
            folder = daemon.Folder;
            await daemon.RunAsync("network", "create", "something");
            await daemon.RunAsync("volume", "create", "something");
        }

        Assert.False(Directory.Exists(folder));
        Assert.DoesNotContain(File.ReadLines("/proc/mounts"), l => l.Contains(folder, StringComparison.Ordinal));
        Assert.DoesNotContain(Processes(), p => CommandLine(p).Contains(folder, StringComparison.Ordinal));
        Assert.Equal(links, Names("/sys/class/net"));
    }

    private async Task<ContainerNetwork> UpAsync()
    {
        DockerEngine docker = await engine.ReadyAsync();
        output.WriteLine(engine.Story);
        ContainerNetwork containers =
            await ContainerNetwork.SetUpAsync(docker, Manifest.Load(Manifest.Demo), null, default);
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            await containers.UpAsync(default);
            await containers.UntilHealthyAsync(HealthPatience, default);
        }
        catch
        {
            output.WriteLine(string.Join('\n', containers.Network.Nodes.Select(n => n.LastOutput())));
            await containers.Network.DisposeAsync();
            throw;
        }

        output.WriteLine($"four healthy validators {watch.Elapsed.TotalSeconds:0.0} s after docker compose up");
        return containers;
    }

    private static Task<SubmitResponse> SubmitAsync(ValidatorNode node, PreparedTransaction transaction)
        => node.Client.SubmitAsync(transaction.Bytes, waitForReceipt: true, deadline: 2 * Patience);

    private static Task UntilStalledAsync(ValidatorNode node, string region)
        => Wait.UntilAsync($"{node.Name} to miss {region}", Patience, default, async () =>
            await node.TryStatusAsync() is { StallCause: StallCause.RegionUnreachable } status
                && status.Peers.Where(p => p.Region == region).All(p => status.Missing.Contains(p.Validator)));

    /// <summary>Prometheus has asked every validator, over TLS and by the name in its own region's network.</summary>
    private static async Task UntilScrapedAsync(ContainerPlan plan)
    {
        using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{plan.PrometheusPort}") };
        await Wait.UntilAsync("Prometheus to reach every validator", Patience, default, async () =>
        {
            try
            {
                using JsonDocument page = JsonDocument.Parse(await client.GetStringAsync("/api/v1/targets?state=active"));
                JsonElement targets = page.RootElement.GetProperty("data").GetProperty("activeTargets");
                return targets.EnumerateArray().Where(t => t.GetProperty("health").GetString() == "up")
                    .Select(t => t.GetProperty("labels").GetProperty("validator").GetString())
                    .Distinct().Count() == plan.Manifest.Validators.Count;
            }
            catch (HttpRequestException)
            {
                return false; // it starts beside the validators, and nothing waits for it
            }
        });
    }

    private static async Task<ulong[]> HeightsAsync(TestNetwork network)
        => [.. (await Task.WhenAll(network.Nodes.Select(n => n.StatusAsync()))).Select(s => s.Height)];

    /// <summary>As the kernel has it: another user, no capability, none to be had, nothing to write to.</summary>
    private static void AssertConfined(int process)
    {
        string[] status = File.ReadAllLines($"/proc/{process}/status");
        Assert.Contains("Uid:\t10001\t10001\t10001\t10001", status);
        Assert.Contains("CapEff:\t0000000000000000", status);
        Assert.Contains("CapBnd:\t0000000000000000", status);
        Assert.Contains("NoNewPrivs:\t1", status);
        string root = File.ReadLines($"/proc/{process}/mounts").First(m => m.Split(' ')[1] == "/");
        Assert.StartsWith("ro,", root.Split(' ')[3]);
    }

    private async Task<int> ProcessOfAsync(TestNetwork network, string name)
    {
        string id = network[name].RunsAs.Split(' ')[1];
        return int.Parse((await engine.Daemon.RunAsync("inspect", "--format", "{{.State.Pid}}", id))[0]);
    }

    private static string[] Names(string folder)
        => [.. Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Processes()
        => Directory.EnumerateDirectories("/proc").Where(p => char.IsAsciiDigit(Path.GetFileName(p)[0]));

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

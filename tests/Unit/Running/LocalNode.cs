using System.Runtime.Versioning;
using Ledger.Client;
using Ledger.Node.Commands;
using Ledger.Node.Configuration;
using Ledger.Node.Running;
using Ledger.Testnet.Stages;
using Ledger.Tests.Unit.Commands;
using Ledger.Tests.Unit.Storage;
using FreePorts = Ledger.Testnet.Network.FreePorts;

namespace Ledger.Tests.Unit.Running;

/// <summary>A chain of one validator, set up by the commands an operator would give, run in this process.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LocalNode : IAsyncDisposable
{
    public const string PassphraseText = "planted-passphrase-7f3a9c";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly int[] _ports = FreePorts.Take(3);

    public string Folder => _folder.Path;

    public string ValidatorFolder => PathOf("sz-1");

    public string ConfigurationPath => Path.Combine(ValidatorFolder, "node.json");

    public string GenesisPath => PathOf("genesis.json");

    public Uri Grpc => new($"http://127.0.0.1:{_ports[1]}");

    public Uri Json => new($"http://127.0.0.1:{_ports[2]}");

    public StringWriter Log { get; } = new();

    public ValidatorNode? Running { get; private set; }

    private NodeKeys? Keys { get; set; }

    private NodeLog? NodeLog { get; set; }

    /// <summary>All the commands up to and with the second <c>ledger init</c>.</summary>
    public static async Task<LocalNode> MakeAsync(params string[] genesis)
    {
        LocalNode node = new();
        File.WriteAllText(node.PathOf("passphrase"), PassphraseText + "\n");
        File.SetUnixFileMode(node.PathOf("passphrase"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await SucceedAsync("init", "--directory", node.ValidatorFolder, "--name", "sz-1", "--region", "CN-SZ",
            "--passphrase-file", node.PathOf("passphrase"));
        await SucceedAsync("key", "new", "--kind", "issuer", "--name", "bank", "--region", "CN-SZ", "--out", node.PathOf("bank"),
            "--passphrase-file", node.PathOf("passphrase"));
        await SucceedAsync(["genesis", "--name", "one", "--validator", Path.Combine(node.ValidatorFolder, "validator.json"),
            "--issuer", node.PathOf("bank/issuer.json"), "--out", node.GenesisPath, .. genesis]);
        await SucceedAsync([.. node.SecondStep]);
        return node;
    }

    public string[] SecondStep =>
    [
        "init", "--directory", ValidatorFolder, "--genesis", GenesisPath, "--passphrase-file", PathOf("passphrase"),
        "--peer-listen", $"127.0.0.1:{_ports[0]}", "--grpc-listen", $"127.0.0.1:{_ports[1]}",
        "--json-listen", $"127.0.0.1:{_ports[2]}",
    ];

    public string PathOf(string name) => Path.Combine(_folder.Path, name);

    /// <summary>Changes the configuration file's text.</summary>
    public void Edit(string from, string to)
        => File.WriteAllText(ConfigurationPath, File.ReadAllText(ConfigurationPath).Replace(from, to, StringComparison.Ordinal));

    public async Task StartAsync()
    {
        await LaunchAsync();
        using LedgerRpcClient client = new(Grpc);
        await Wait.UntilAsync("the node to be ready", Patience, default, async () => (await client.GetStatusAsync()).Ready);
    }

    /// <summary>Starts it, ready or not.</summary>
    public async Task LaunchAsync()
    {
        NodeConfiguration configuration = NodeConfiguration.Load(ConfigurationPath);
        NodeIdentity identity = NodeFiles.LoadIdentity(configuration);
        Keys = NodeFiles.LoadKeys(configuration, identity);
        NodeLog = new NodeLog(identity.Name, LogLevel.Debug, LogForm.Json, TextWriter.Synchronized(Log));
        Running = new ValidatorNode(configuration, identity, Keys, NodeLog);
        await Running.StartAsync();
    }

    public LedgerRpcClient Client() => new(Grpc);

    public async Task<(int Code, string Body)> GetAsync(string path)
    {
        using HttpClient http = new() { BaseAddress = Json };
        using HttpResponseMessage answer = await http.GetAsync(path);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The page of metrics, once it has a line: the engine is looked at now and then only.</summary>
    public async Task<string> ScrapeAsync(string line)
    {
        string page = "";
        await Wait.UntilAsync($"the metric {line}", Patience, default, async () =>
        {
            page = (await GetAsync("/metrics")).Body;
            return page.Contains($"\n{line}", StringComparison.Ordinal);
        });
        return page;
    }

    public async Task StopAsync()
    {
        await (Running?.DisposeAsync() ?? ValueTask.CompletedTask);
        Running = null;
        Keys?.Dispose();
        NodeLog?.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private static async Task SucceedAsync(params string[] arguments)
    {
        CommandRun run = await CommandRun.OfAsync(arguments);
        Assert.True(run.Code == ExitCode.Ok, $"{string.Join(' ', arguments)}\n{run.Error}");
    }
}

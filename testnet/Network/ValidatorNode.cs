using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Cryptography.Signatures;
using Ledger.Testnet.Commands;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Network;

/// <summary>One validator of a test network: its files, its addresses, and what runs it.</summary>
/// <remarks>Not thread-safe, but for <see cref="Client"/>.</remarks>
public sealed class ValidatorNode : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ProbeDeadline = TimeSpan.FromSeconds(2);

    private readonly INodeProcess _process;

    internal ValidatorNode(LedgerProgram program, ManifestMember member, string folder, NodePorts ports)
        : this(member, folder, ports, new LocalProcess(CommandOf(program, member, folder), OutputOf(folder)), null)
    {
    }

    /// <param name="authority">Who signed the certificate of its RPC; without one it is plain text.</param>
    internal ValidatorNode(
        ManifestMember member, string folder, NodePorts ports, INodeProcess process, X509Certificate2? authority)
    {
        _process = process;
        Name = member.Name;
        Region = member.Region;
        Suite = member.SuiteId;
        IsHonest = member.Roles is null;
        Folder = folder;
        Ports = ports;
        string scheme = authority is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;
        GrpcAddress = new Uri($"{scheme}://127.0.0.1:{ports.Grpc}");
        JsonAddress = new Uri($"{scheme}://127.0.0.1:{ports.Json}");
        Trust = new LedgerRpcClientOptions { TrustedAuthority = authority };
        Client = new LedgerRpcClient(GrpcAddress, Trust);
    }

    public string Name { get; }

    public string Region { get; }

    /// <summary>What its consensus key and its operator's sign with.</summary>
    public SuiteId Suite { get; }

    /// <summary>No adversary plays it.</summary>
    public bool IsHonest { get; }

    /// <summary>Everything of this node on disk.</summary>
    public string Folder { get; }

    public NodePorts Ports { get; }

    public Uri GrpcAddress { get; }

    public Uri JsonAddress { get; }

    /// <summary>How a client of its RPC must connect.</summary>
    public LedgerRpcClientOptions Trust { get; }

    public string ConfigurationPath => ConfigurationOf(Folder);

    public string KeyPath => Path.Combine(Folder, "validator.key");

    public string TlsKeyPath => Path.Combine(Folder, "tls.key");

    public string CosigningKeyPath => Path.Combine(Folder, "cosigning.key");

    /// <summary>Approves governance; a real operator keeps it off-line.</summary>
    public string OperatorKeyPath => Path.Combine(Folder, "operator.key");

    /// <summary>Key files and descriptor that a change of the validator set is to bring into force.</summary>
    public string NextKeysFolder => Path.Combine(Folder, "next");

    public string DataFolder => Path.Combine(Folder, "data");

    public string JournalFolder => Path.Combine(DataFolder, "journal");

    /// <summary>What the process printed, all its starts together.</summary>
    public string OutputPath => OutputOf(Folder);

    /// <summary>A client of this node, kept across its restarts.</summary>
    public LedgerRpcClient Client { get; }

    public bool IsRunning => _process.IsRunning;

    /// <summary>Where it runs, for people: a process or a container.</summary>
    public string RunsAs => _process.Name;

    public int ProcessId => Local.Id;

    private LocalProcess Local
        => _process as LocalProcess ?? throw new InvalidOperationException($"{Name} is no process of this machine.");

    /// <summary>Changes its configuration file: from the next start on.</summary>
    public void Configure(Action<JsonObject> change)
    {
        JsonObject configuration = (JsonObject)JsonNode.Parse(File.ReadAllText(ConfigurationPath))!;
        change(configuration);
        File.WriteAllText(ConfigurationPath, configuration.ToJsonString());
    }

    /// <summary>Starts it, without waiting until it answers.</summary>
    /// <param name="prefix">A command that runs it, such as a tracer; it must become the node's process.</param>
    public Task StartAsync(
        IReadOnlyList<string>? prefix = null, IReadOnlyDictionary<string, string>? environment = null)
        => prefix is null && environment is null
            ? _process.StartAsync()
            : Local.StartAsync(prefix ?? [], environment ?? LedgerProgram.Environment);

    /// <summary>Another build of the program, from the next start on; no adversary plays this node.</summary>
    public void Install(LedgerProgram program) => Local.Install([program.FilePath, "run", "--config", ConfigurationPath]);

    /// <summary>Waits until the node says how it is doing.</summary>
    /// <exception cref="InvalidOperationException">The process has ended; the message has its last words.</exception>
    public async Task<StatusResponse> WaitUntilReadyAsync(CancellationToken cancellation)
    {
        StatusResponse? status = null;
        await Wait.UntilAsync($"{Name} to answer", StartPatience, cancellation, async () =>
        {
            if (!IsRunning)
            {
                throw new InvalidOperationException($"{Name} has ended:\n{LastOutput()}");
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

    /// <inheritdoc cref="INodeProcess.KillAsync"/>
    public Task KillAsync() => _process.KillAsync();

    /// <inheritdoc cref="INodeProcess.StopAsync"/>
    public Task<int> StopAsync(CancellationToken cancellation = default) => _process.StopAsync(cancellation);

    /// <inheritdoc cref="INodeProcess.LastOutput"/>
    public string LastOutput(int lines = 20) => _process.LastOutput(lines);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Client.Dispose();
    }

    private static IReadOnlyList<string> CommandOf(LedgerProgram program, ManifestMember member, string folder)
        => member.Roles is { } roles
            ? [.. HostileValidatorCommand.Invocation(ConfigurationOf(folder), roles)]
            : [program.FilePath, "run", "--config", ConfigurationOf(folder)];

    private static string ConfigurationOf(string folder) => Path.Combine(folder, "node.json");

    private static string OutputOf(string folder) => Path.Combine(folder, "output.log");
}

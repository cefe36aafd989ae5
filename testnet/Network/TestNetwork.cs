using Ledger.Client.V1;
using Ledger.Protocol.Validators;
using Ledger.Testnet.Links;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Network;

/// <summary>Real validators on the loopback address, with all their files in one folder.</summary>
/// <remarks>
/// Made by <see cref="Setup"/>. Disposing kills what runs and deletes the folder; a process that ends without
/// disposing leaves files behind, but no process. With the environment variable LEDGER_TESTNET_KEEP=1 the folder stays.
/// </remarks>
public sealed class TestNetwork : IAsyncDisposable
{
    internal const string GenesisName = "genesis.json";

    private readonly List<ValidatorNode> _nodes;

    internal TestNetwork(
        Manifest manifest,
        LedgerProgram program,
        string folder,
        Genesis genesis,
        IReadOnlyList<ValidatorNode> nodes,
        IReadOnlyList<IssuerIdentity> issuers,
        LinkTable links)
    {
        Manifest = manifest;
        Program = program;
        Folder = folder;
        Genesis = genesis;
        _nodes = [.. nodes];
        Issuers = issuers;
        Links = links;
    }

    public Manifest Manifest { get; }

    public LedgerProgram Program { get; }

    public string Folder { get; }

    public Genesis Genesis { get; }

    public string GenesisPath => Path.Combine(Folder, GenesisName);

    /// <summary>Who signed the certificates of the nodes' RPC; null where that is plain text.</summary>
    public string? AuthorityPath { get; internal init; }

    /// <summary>Whether the folder outlives this object.</summary>
    public bool KeepsFolder { get; internal init; } = KeepsAnyFolder;

    internal static bool KeepsAnyFolder => Environment.GetEnvironmentVariable("LEDGER_TESTNET_KEEP") == "1";

    /// <summary>Takes away what is around the nodes, as the networks of containers.</summary>
    internal Func<Task> Remove { get; init; } = () => Task.CompletedTask;

    /// <summary>In the order of the genesis' validator set; behind them those that came later.</summary>
    public IReadOnlyList<ValidatorNode> Nodes => _nodes;

    public IReadOnlyList<IssuerIdentity> Issuers { get; }

    /// <summary>What the manifest puts between regions; empty when it names no links.</summary>
    public LinkTable Links { get; }

    public ValidatorNode this[string name] => Nodes.First(n => n.Name == name);

    /// <summary>The nodes that no adversary plays.</summary>
    public IEnumerable<ValidatorNode> Honest => Nodes.Where(n => n.IsHonest);

    public IEnumerable<ValidatorNode> Running => Nodes.Where(n => n.IsRunning);

    /// <summary>The node that proposes, as the running nodes' highest view has it.</summary>
    public async Task<ValidatorNode> PrimaryAsync(CancellationToken cancellation)
    {
        StatusResponse[] all = await Task.WhenAll(Running.Select(n => n.StatusAsync(cancellation)));
        return this[all.MaxBy(s => s.View)!.Primary];
    }

    /// <summary>Takes a node that the genesis does not have: it is ended with the others.</summary>
    internal void Join(ValidatorNode node) => _nodes.Add(node);

    /// <summary>The files and addresses of a stopped node, for a program that plays these roles, or the honest one; not started.</summary>
    internal ValidatorNode Recast(ValidatorNode node, IReadOnlyList<string>? roles)
    {
        ValidatorNode recast = new(Program, new ManifestMember(node.Name, node.Region, roles), node.Folder, node.Ports);
        _nodes[_nodes.IndexOf(node)] = recast;
        return recast;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Nodes.Select(n => n.DisposeAsync().AsTask()));
        await Links.DisposeAsync();
        await Remove();
        if (!KeepsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}

using System.Net;
using System.Text.Json;
using Ledger.Node.Configuration;
using Ledger.Node.Running;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary>The directory of one validator: keys, genesis, configuration, data.</summary>
internal sealed class ValidatorDirectory(string folder, string name)
{
    private static readonly JsonSerializerOptions Json = new(StrictJson.Options) { WriteIndented = true, NewLine = "\n" };

    public required string Passphrase { get; init; }

    public required (IPEndPoint Peers, IPEndPoint Grpc, IPEndPoint Json) Listen { get; init; }

    public required IReadOnlyDictionary<string, HostPort> Peers { get; init; }

    /// <summary>Whom it follows from and who follows from it; a node that genesis does not have needs one.</summary>
    public IReadOnlyDictionary<string, NeighbourConfiguration> Neighbours { get; init; } = new Dictionary<string, NeighbourConfiguration>();

    public string ConfigurationPath => Path.Combine(folder, "node.json");

    private string GenesisPath => Path.Combine(folder, "genesis.json");

    private string DataPath => Path.Combine(folder, "data");

    /// <summary>Makes all but the keys; what is there is left as it is and refused. Gives what it made.</summary>
    public string[] Complete(Genesis genesis, string genesisText)
    {
        DemandNew();
        DemandPeers(genesis);
        NodeConfiguration configuration = Configuration();
        if (!File.Exists(GenesisPath))
        {
            PrivateFiles.Write(GenesisPath, genesisText);
        }

        NodeIdentity identity = NodeFiles.LoadIdentity(configuration);
        if (identity.Genesis.ChainId != genesis.ChainId)
        {
            throw CommandFailure.OfFile(GenesisPath, "is another chain's genesis, and is not overwritten");
        }

        NodeFiles.LoadKeys(configuration, identity).Dispose();
        PrivateFiles.CreateFolder(DataPath);
        new NodeDirectory(DataPath, identity.Genesis, identity.Name).Create();
        PrivateFiles.Write(ConfigurationPath, JsonSerializer.Serialize(Relative(configuration), Json) + "\n");
        NodeConfiguration.Load(ConfigurationPath);
        return [GenesisPath, DataPath, ConfigurationPath];
    }

    private void DemandNew()
    {
        if (File.Exists(ConfigurationPath) || Path.Exists(DataPath))
        {
            string taken = File.Exists(ConfigurationPath) ? ConfigurationPath : DataPath;
            throw CommandFailure.OfFile(taken, "exists, and nothing is ever overwritten");
        }
    }

    private void DemandPeers(Genesis genesis)
    {
        string[] others = [.. genesis.Validators.Validators.Select(v => v.Name).Where(n => n != name)];
        string[] missing = genesis.Validators.Find(name) is null ? [] : [.. others.Except(Peers.Keys)];
        string[] unknown = [.. Peers.Keys.Except(others)];
        if (missing.Length + unknown.Length > 0)
        {
            throw CommandFailure.Usage(
                $"--peers names every other validator of the genesis: missing {string.Join(", ", missing.DefaultIfEmpty("none"))}; "
                + $"unknown {string.Join(", ", unknown.DefaultIfEmpty("none"))}");
        }
    }

    private NodeConfiguration Configuration() => new()
    {
        ValidatorName = name,
        DataDirectory = DataPath,
        GenesisPath = GenesisPath,
        KeyFilePath = Path.Combine(folder, "consensus.key"),
        CosigningKeyFilePath = Path.Combine(folder, "cosigning.key"),
        TlsKeyFilePath = Path.Combine(folder, "tls.key"),
        PassphraseFilePath = Passphrase,
        PeerListen = Listen.Peers,
        Peers = Peers,
        Neighbours = Neighbours,
        GrpcListen = Listen.Grpc,
        JsonListen = Listen.Json,
    };

    /// <summary>As the file says it: what lies in the directory, from the directory, so that it can be moved.</summary>
    private NodeConfiguration Relative(NodeConfiguration whole) => whole with
    {
        DataDirectory = "data",
        GenesisPath = "genesis.json",
        KeyFilePath = "consensus.key",
        CosigningKeyFilePath = "cosigning.key",
        TlsKeyFilePath = "tls.key",
        PassphraseFilePath = Path.GetDirectoryName(whole.PassphraseFilePath) == folder
            ? Path.GetFileName(whole.PassphraseFilePath)
            : whole.PassphraseFilePath,
    };
}

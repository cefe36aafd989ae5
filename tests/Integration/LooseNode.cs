using System.Diagnostics;
using System.Text.Json;
using Ledger.Client;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Validators;
using Ledger.Testnet.Network;

namespace Ledger.Tests.Integration;

/// <summary>A node that a network's genesis does not have, made by the commands an operator would give.</summary>
internal sealed class LooseNode : IAsyncDisposable
{
    private readonly TestNetwork _network;
    private readonly int[] _ports = FreePorts.Take(3);
    private readonly JsonElement _descriptor;
    private Process? _process;

    private LooseNode(TestNetwork network, string name)
    {
        (_network, Name) = (network, name);
        _descriptor = DescriptorIn(Folder);
        Client = new LedgerRpcClient(new Uri($"http://127.0.0.1:{_ports[1]}"));
    }

    public string Name { get; }

    public LedgerRpcClient Client { get; }

    public string Address => $"127.0.0.1:{_ports[0]}";

    public string TlsPin => _descriptor.GetProperty("tlsPin").GetString()!;

    private string Folder => Path.Combine(_network.Folder, Name);

    /// <summary>The first step of <c>ledger init</c>.</summary>
    public static async Task<LooseNode> MakeKeysAsync(TestNetwork network, string name, string region)
    {
        await network.Program.RunAsync(
            ["init", "--directory", Path.Combine(network.Folder, name), "--name", name, "--region", region,
                "--passphrase-file", PassphraseOf(network)], default);
        return new LooseNode(network, name);
    }

    /// <summary>The second; it follows from whoever is named.</summary>
    public Task CompleteAsync(params ValidatorNode[] neighbours)
        => _network.Program.RunAsync(
            ["init", "--directory", Folder, "--genesis", _network.GenesisPath, "--passphrase-file", PassphraseOf(_network),
                "--peer-listen", Address, "--grpc-listen", $"127.0.0.1:{_ports[1]}", "--json-listen", $"127.0.0.1:{_ports[2]}",
                "--peers", .. _network.Nodes.Select(n => $"{n.Name}=127.0.0.1:{n.Ports.Peer}"),
                "--neighbours", .. neighbours.Select(n => $"{n.Name}=127.0.0.1:{n.Ports.Peer}={PinOf(n)}")], default);

    public void Start()
    {
        ProcessStartInfo start = new(_network.Program.FilePath, ["run", "--config", Path.Combine(Folder, "node.json")]);
        foreach ((string name, string value) in LedgerProgram.Environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start);
    }

    /// <summary>What a change of the set says of it, and the proof that it holds its key.</summary>
    public (Validator Record, byte[] Possession) Record(string region)
        => RecordOf(_network, Folder, region, Address, Convert.FromHexString(_descriptor.GetProperty("operatorKey").GetString()!));

    public static (Validator Record, byte[] Possession) RecordOf(
        TestNetwork network, string folder, string region, string address, ReadOnlyMemory<byte> operatorKey)
    {
        JsonElement descriptor = DescriptorIn(folder);
        Validator record = new(
            descriptor.GetProperty("name").GetString()!,
            new Region(region),
            SuiteId.Ed25519,
            Convert.FromHexString(descriptor.GetProperty("publicKey").GetString()!),
            Digest.TryParse(descriptor.GetProperty("tlsPin").GetString(), out Digest pin) ? pin : default,
            operatorKey,
            new CosigningKeys(
                Convert.FromHexString(descriptor.GetProperty("cosigningEd25519").GetString()!),
                Convert.FromHexString(descriptor.GetProperty("cosigningSm2").GetString()!)),
            address);
        using SoftwareSigner key = Open(network, Path.Combine(folder, "consensus.key"));
        using CosigningSigners cosigners = OpenCosigners(network, Path.Combine(folder, "cosigning.key"));
        return (record, Protocol.Governance.Possession.Prove(network.Genesis.ChainId, record, key, cosigners));
    }

    private static JsonElement DescriptorIn(string folder)
        => JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(Path.Combine(folder, "validator.json")));

    public static SoftwareSigner Open(TestNetwork network, string path)
        => new IssuerIdentity(0, "", "", path, PassphraseOf(network)).OpenSigner();

    private static CosigningSigners OpenCosigners(TestNetwork network, string path)
    {
        Assert.Equal(KeyFileFault.None, KeyFile.Load(path, out KeyFile? file));
        Assert.Equal(KeyFileFault.None, file!.Open(File.ReadAllBytes(PassphraseOf(network)), out byte[] secret));
        return CosigningSigners.Open(secret);
    }

    public static string PassphraseOf(TestNetwork network) => Path.Combine(network.Folder, "passphrase");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
    }

    private Digest PinOf(ValidatorNode node)
        => _network.Genesis.Validators[_network.Genesis.Validators.Find(node.Name)!.Value].TlsPin;
}

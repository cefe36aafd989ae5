using Ledger.Protocol.Validators;

namespace Ledger.Testnet.Network;

/// <summary>Makes a node that a network's genesis does not have, by the commands that its operator would give.</summary>
public static class Newcomer
{
    /// <summary>Keys, configuration and data; nothing of it runs yet. The network ends it with the others.</summary>
    /// <param name="sources">Whom it follows from until it is let in.</param>
    public static async Task<ValidatorNode> MakeAsync(
        TestNetwork network, string name, string region, IReadOnlyList<ValidatorNode> sources, CancellationToken cancellation)
    {
        int[] ports = FreePorts.Take(3);
        string folder = Path.Combine(network.Folder, name);
        string[] passphrase = ["--passphrase-file", Path.Combine(network.Folder, "passphrase")];
        await network.Program.RunAsync(
            ["init", "--directory", folder, "--name", name, "--region", region, "--address", $"127.0.0.1:{ports[0]}", .. passphrase],
            cancellation);
        await network.Program.RunAsync(
            ["init", "--directory", folder, "--genesis", network.GenesisPath, .. passphrase, "--peer-listen", $"127.0.0.1:{ports[0]}",
                "--grpc-listen", $"127.0.0.1:{ports[1]}", "--json-listen", $"127.0.0.1:{ports[2]}",
                "--peers", .. network.Genesis.Validators.Validators.Select(v => AddressOf(network, v)),
                "--neighbours", .. sources.Select(n => $"{AddressOf(network, ValidatorOf(network, n))}={ValidatorOf(network, n).TlsPin}")],
            cancellation);
        ValidatorNode made = new(
            network.Program, new ManifestMember(name, region), folder, new NodePorts(ports[0], ports[1], ports[2]));
        network.Join(made);
        return made;
    }

    private static Validator ValidatorOf(TestNetwork network, ValidatorNode node)
        => network.Genesis.Validators[network.Genesis.Validators.Find(node.Name)!.Value];

    private static string AddressOf(TestNetwork network, Validator validator)
        => $"{validator.Name}=127.0.0.1:{network[validator.Name].Ports.Peer}";
}

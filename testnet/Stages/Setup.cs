using System.Text.Json.Nodes;
using Ledger.Testnet.Links;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Stages;

/// <summary>Makes everything a test network needs before its first process starts.</summary>
/// <remarks>Keys, genesis, configuration files on free ports, and by <c>ledger init</c> the data folders.</remarks>
public static class Setup
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Sets a network up; nothing of it runs yet.</summary>
    /// <param name="program">What the nodes run; null for the program of this source tree.</param>
    /// <param name="keptFolder">An empty or new folder that outlives the network; null for a temporary one.</param>
    /// <exception cref="IOException">The folder is not empty.</exception>
    public static async Task<TestNetwork> RunAsync(
        Manifest manifest,
        CancellationToken cancellation,
        LedgerProgram? program = null,
        string? keptFolder = null)
    {
        program ??= await LedgerProgram.FindAsync(cancellation);
        string folder = keptFolder is null
            ? Directory.CreateTempSubdirectory("ledger-testnet-").FullName
            : EmptyFolder(keptFolder);
        try
        {
            TestNetwork network = Make(manifest, program, folder, keptFolder is not null);
            await Task.WhenAll(network.Nodes.Select(
                n => program.RunAsync(["init", "--config", n.ConfigurationPath], cancellation)));
            return network;
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Creates a folder that only its owner looks into: it will hold keys.</summary>
    internal static string EmptyFolder(string path)
    {
        string folder = Path.GetFullPath(path);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new IOException($"{folder} is not empty: set-up never overwrites keys.");
        }

        DirectoryInfo created = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(folder)
            : Directory.CreateDirectory(folder, Owner);
        return created.FullName;
    }

    private static TestNetwork Make(Manifest manifest, LedgerProgram program, string folder, bool isKept)
    {
        int validators = manifest.Validators.Count;
        int[] ports = FreePorts.Take((3 * validators) + (validators * (validators - 1)));
        ValidatorNode[] nodes =
        [
            .. manifest.Validators.Select((member, i) => new ValidatorNode(
                program,
                member,
                Directory.CreateDirectory(Path.Combine(folder, member.Name)).FullName,
                new NodePorts(ports[3 * i], ports[(3 * i) + 1], ports[(3 * i) + 2]))),
        ];
        NetworkMembers members = NetworkMembers.Make(manifest, folder, nodes);
        LinkTable links = MakeLinks(manifest, nodes, ports[(3 * validators)..]);
        TestNetwork network = new(manifest, program, folder, members.Genesis, nodes, members.Issuers, links)
        {
            KeepsFolder = isKept || TestNetwork.KeepsAnyFolder,
        };
        foreach (ValidatorNode node in nodes)
        {
            File.WriteAllText(
                node.ConfigurationPath, Configuration(network, node, members.PassphrasePath).ToJsonString());
        }

        return network;
    }

    /// <summary>A proxy for each validator that calls one it has a link to.</summary>
    private static LinkTable MakeLinks(Manifest manifest, ValidatorNode[] nodes, int[] ports)
    {
        (ValidatorNode From, ValidatorNode To, ManifestLink Link)[] calls =
        [
            .. from one in nodes
               from other in nodes
               let link = manifest.LinkBetween(one.Region, other.Region)
               where one != other && link is not null
               select (one, other, link),
        ];
        return new LinkTable(
        [
            .. calls.Select((call, i) => new Link(
                call.From.Name,
                call.From.Region,
                call.To.Name,
                call.To.Region,
                LinkProxy.Start(ports[i], call.To.Ports.Peer, call.Link.Shape))),
        ]);
    }

    private static JsonObject Configuration(TestNetwork network, ValidatorNode node, string passphrasePath)
    {
        JsonObject configuration = (JsonObject)network.Manifest.Node.DeepClone();
        configuration["validatorName"] = node.Name;
        configuration["dataDirectory"] = node.DataFolder;
        configuration["genesisPath"] = network.GenesisPath;
        configuration["keyFilePath"] = node.KeyPath;
        configuration["cosigningKeyFilePath"] = node.CosigningKeyPath;
        configuration["tlsKeyFilePath"] = node.TlsKeyPath;
        configuration["passphraseFilePath"] = passphrasePath;
        configuration["peerListen"] = $"127.0.0.1:{node.Ports.Peer}";
        configuration["grpcListen"] = $"127.0.0.1:{node.Ports.Grpc}";
        configuration["jsonListen"] = $"127.0.0.1:{node.Ports.Json}";
        configuration["peers"] = new JsonObject(network.Nodes.Where(n => n != node).Select(
            n => KeyValuePair.Create<string, JsonNode?>(
                n.Name, $"127.0.0.1:{network.Links.PortOf(node.Name, n.Name) ?? n.Ports.Peer}")));
        return configuration;
    }
}

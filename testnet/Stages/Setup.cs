using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Testnet.Links;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Stages;

/// <summary>Makes everything a test network needs before its first process starts.</summary>
/// <remarks>Keys, genesis, configuration files on free ports, and by <c>ledger init</c> the data folders.</remarks>
public static class Setup
{
    /// <summary>Sets a network up in a new temporary folder; nothing of it runs yet.</summary>
    /// <param name="program">What the nodes run; null for the program of this source tree.</param>
    public static async Task<TestNetwork> RunAsync(
        Manifest manifest, CancellationToken cancellation, LedgerProgram? program = null)
    {
        program ??= await LedgerProgram.FindAsync(cancellation);
        string folder = Directory.CreateTempSubdirectory("ledger-testnet-").FullName;
        try
        {
            TestNetwork network = Make(manifest, program, folder);
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

    private static TestNetwork Make(Manifest manifest, LedgerProgram program, string folder)
    {
        byte[] passphrase = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        string passphrasePath = Path.Combine(folder, "passphrase");
        File.WriteAllBytes(passphrasePath, passphrase);
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
        IssuerIdentity[] issuers =
        [
            .. manifest.Issuers.Select((member, i) => new IssuerIdentity(
                (uint)i, member.Name, member.Region, Path.Combine(folder, $"issuer-{i}.key"), passphrasePath)),
        ];
        Genesis genesis = MakeGenesis(manifest, nodes, issuers, passphrase);
        LinkTable links = MakeLinks(manifest, nodes, ports[(3 * validators)..]);
        TestNetwork network = new(manifest, program, folder, genesis, nodes, issuers, links);
        File.WriteAllText(network.GenesisPath, GenesisJson.Write(genesis));
        foreach (ValidatorNode node in nodes)
        {
            File.WriteAllText(node.ConfigurationPath, Configuration(network, node, passphrasePath).ToJsonString());
        }

        return network;
    }

    private static Genesis MakeGenesis(
        Manifest manifest, ValidatorNode[] nodes, IssuerIdentity[] issuers, byte[] passphrase)
    {
        Validator[] validators =
        [
            .. nodes.AsParallel().AsOrdered().Select(n => new Validator(
                n.Name,
                new Region(n.Region),
                SuiteId.Ed25519,
                MemberKeys.MakeSigningKey(n.KeyPath, passphrase),
                MemberKeys.MakeTlsKey(n.TlsKeyPath, passphrase))),
        ];
        Issuer[] registered =
        [
            .. issuers.Select(i => new Issuer(
                i.Index,
                i.Name,
                new Region(i.Region),
                SuiteId.Ed25519,
                MemberKeys.MakeSigningKey(i.KeyPath, passphrase))),
        ];
        IEnumerable<RegionMinimum> minimums =
            manifest.Regions.Select(r => new RegionMinimum(new Region(r.Code), r.Minimum));
        ulong now = (ulong)DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return new Genesis(
            manifest.Name, now, manifest.Parameters, new ValidatorSet(validators, minimums), registered);
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

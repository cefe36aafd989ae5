using System.Text.Json.Nodes;
using Ledger.Cryptography.Hashing;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Containers;

/// <summary>Writes the folder of a network of containers: keys, certificates, configurations, and the compose file.</summary>
/// <remarks>
/// <c>docker compose up</c> in it is all it takes from there. Key files are readable by the one user the validators
/// are inside: this user, or 10001 when this is root.
/// </remarks>
internal static class ContainerFolder
{
    public const string ComposeName = "compose.yaml";

    /// <summary>The user of the image where root sets the network up.</summary>
    private const int ImageUser = 10_001;

    private const UnixFileMode OwnerReads = UnixFileMode.UserRead;

    /// <summary>Compose takes the project's name from here: one for each folder of the machine.</summary>
    private const string EnvironmentName = ".env";

    /// <summary>The name that Compose puts before the names of containers, networks and volumes.</summary>
    public static string ProjectOf(string folder)
        => $"ledger-{Sha256.Hash(System.Text.Encoding.UTF8.GetBytes(Path.GetFullPath(folder))).ToString()[..8]}";

    /// <summary>Whether the folder is one of these, where it was written.</summary>
    public static bool IsProject(string folder)
        => File.Exists(Path.Combine(folder, ComposeName))
            && File.Exists(Path.Combine(folder, EnvironmentName))
            && File.ReadAllText(Path.Combine(folder, EnvironmentName)) == ProjectLine(folder);

    public static async Task<NetworkMembers> WriteAsync(
        ContainerPlan plan, string folder, IReadOnlyList<ValidatorNode> nodes, RpcAuthority authority)
    {
        NetworkMembers members = NetworkMembers.Make(plan.Manifest, folder, nodes);
        File.WriteAllText(Path.Combine(folder, RpcAuthority.FileName), authority.Certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, PrometheusFile.Name), PrometheusFile.Write(plan.Manifest));
        File.WriteAllText(Path.Combine(folder, ComposeName), ComposeFile.Write(plan));
        File.WriteAllText(Path.Combine(folder, EnvironmentName), ProjectLine(folder));
        List<string> secrets = [];
        foreach ((ValidatorNode node, ManifestMember member) in nodes.Zip(plan.Manifest.Validators))
        {
            File.WriteAllText(node.ConfigurationPath, Configuration(plan.Manifest, member).ToJsonString());
            File.Copy(members.PassphrasePath, Path.Combine(node.Folder, Path.GetFileName(members.PassphrasePath)));
            File.WriteAllText(
                Path.Combine(node.Folder, "rpc.pem"), authority.Issue(member.Name, ContainerPlan.HostAtHome(member)));
            secrets.AddRange(ComposeFile.Secrets.Select(s => Path.Combine(node.Folder, s)));
        }

        await GiveAsync(secrets, plan.UserId);
        return members;
    }

    /// <summary>Who a validator must be inside, to read files that only one user may read.</summary>
    public static async Task<int> UserAsync(CancellationToken cancellation)
        => Environment.IsPrivilegedProcess
            ? ImageUser
            : int.Parse(
                (await ProgramRun.TryAsync("id", ["-u"], cancellation)).Output,
                System.Globalization.CultureInfo.InvariantCulture);

    private static string ProjectLine(string folder) => $"COMPOSE_PROJECT_NAME={ProjectOf(folder)}\n";

    private static async Task GiveAsync(List<string> secrets, int user)
    {
        if (!OperatingSystem.IsWindows())
        {
            foreach (string secret in secrets)
            {
                File.SetUnixFileMode(secret, OwnerReads);
            }
        }

        if (Environment.IsPrivilegedProcess)
        {
            CommandResult given = await ProgramRun.TryAsync("chown", ["--", $"{user}:{user}", .. secrets], default);
            _ = given.ExitCode == 0 ? 0 : throw new IOException(given.Errors);
        }
    }

    private static JsonObject Configuration(Manifest manifest, ManifestMember member)
    {
        JsonObject configuration = (JsonObject)manifest.Node.DeepClone();
        configuration["validatorName"] = member.Name;
        configuration["dataDirectory"] = ComposeFile.DataFolder;
        configuration["genesisPath"] = $"{ComposeFile.SettingsFolder}/{TestNetwork.GenesisName}";
        configuration["keyFilePath"] = $"{ComposeFile.SecretsFolder}/validator.key";
        configuration["cosigningKeyFilePath"] = $"{ComposeFile.SecretsFolder}/cosigning.key";
        configuration["tlsKeyFilePath"] = $"{ComposeFile.SecretsFolder}/tls.key";
        configuration["passphraseFilePath"] = $"{ComposeFile.SecretsFolder}/passphrase";
        configuration["rpcCertificatePath"] = $"{ComposeFile.SecretsFolder}/rpc.pem";
        configuration["peerListen"] = $"0.0.0.0:{ContainerPlan.Inside.Peer}";
        configuration["grpcListen"] = $"0.0.0.0:{ContainerPlan.Inside.Grpc}";
        configuration["jsonListen"] = $"0.0.0.0:{ContainerPlan.Inside.Json}";
        configuration["peers"] = new JsonObject(manifest.Validators.Where(p => p != member).Select(
            p => KeyValuePair.Create<string, JsonNode?>(
                p.Name, $"{ContainerPlan.PeerHost(member, p)}:{ContainerPlan.Inside.Peer}")));
        return configuration;
    }
}

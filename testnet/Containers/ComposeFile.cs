using System.Globalization;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Containers;

/// <summary>The compose file of a manifest: its validators in their regions, and a Prometheus beside them.</summary>
/// <remarks>
/// A function of the plan alone. Each region has a network of its own and one more joins them, so that a region is cut
/// off with <c>docker network disconnect</c>. Understood by <c>docker compose</c> 2 and <c>docker-compose</c> 1.29.
/// </remarks>
public static class ComposeFile
{
    public const string NodeImage = "ledger-node";

    public const string PrometheusImage = "prom/prometheus:v3.5.0";

    public const string PrometheusService = "prometheus";

    public const string Dockerfile = "testnet/docker/Dockerfile";

    public const string DataFolder = "/var/lib/ledger";

    public const string SettingsFolder = "/etc/ledger";

    public const string SecretsFolder = "/run/secrets";

    /// <summary>A validator's secrets: files in its folder, and under the same names inside.</summary>
    public static readonly IReadOnlyList<string> Secrets = ["validator.key", "cosigning.key", "tls.key", "passphrase", "rpc.pem"];

    /// <summary>The user that Prometheus's own image runs as.</summary>
    private const string Nobody = "65534:65534";

    private const string Read = ":ro";

    private static readonly string Settings = $"{SettingsFolder}/node.json";

    public static string Write(ContainerPlan plan) => Yaml.Write(Make(plan));

    public static ComposeDocument Make(ContainerPlan plan)
    {
        IReadOnlyList<ManifestMember> members = plan.Manifest.Validators;
        ComposeDocument document = new()
        {
            Services = [],
            Networks = plan.Manifest.Regions.ToDictionary(
                r => ContainerPlan.NetworkOf(r.Code), _ => new ComposeNetwork()),
            Volumes = members.ToDictionary(DataVolume, _ => new Dictionary<string, string>()),
            Secrets = members.SelectMany(m => Secrets.Select(s => (Member: m, Secret: s))).ToDictionary(
                s => SecretName(s.Member, s.Secret), s => new ComposeSecret { File = $"./{s.Member.Name}/{s.Secret}" }),
        };
        document.Networks.Add(ContainerPlan.Border, new ComposeNetwork { Internal = true });
        document.Volumes.Add(PrometheusVolume, []);
        foreach ((ManifestMember member, NodePorts ports) in members.Zip(plan.Published))
        {
            document.Services.Add(InitOf(member), InitService(plan, member));
            document.Services.Add(member.Name, ValidatorService(plan, member, ports));
        }

        document.Services.Add(PrometheusService, Prometheus(plan));
        return document;
    }

    private const string PrometheusVolume = "prometheus-data";

    private static string InitOf(ManifestMember member) => $"{member.Name}-init";

    private static string DataVolume(ManifestMember member) => $"{member.Name}-data";

    private static string SecretName(ManifestMember member, string secret)
        => $"{member.Name}-{secret.Replace('.', '-')}";

    private static ComposeBuild Build(ContainerPlan plan) => new()
    {
        Context = plan.SourceRoot,
        Dockerfile = Dockerfile,
        Args = new() { ["UID"] = plan.UserId.ToString(CultureInfo.InvariantCulture) },
    };

    /// <summary>Makes the data directory in a new volume; run never does (PROTOCOL.md D2).</summary>
    private static ComposeService InitService(ContainerPlan plan, ManifestMember member) => new()
    {
        Image = NodeImage,
        Build = Build(plan),
        Command = ["init", "--config", Settings, "--if-absent"],
        Healthcheck = new() { ["disable"] = true },
        Restart = "no",
        MemLimit = "512m",
        NetworkMode = "none",
        Volumes = NodeVolumes(member),
    };

    private static ComposeService ValidatorService(ContainerPlan plan, ManifestMember member, NodePorts published) => new()
    {
        Image = NodeImage,
        Build = Build(plan),
        Command = ["run", "--config", Settings],
        DependsOn = new() { [InitOf(member)] = new() { ["condition"] = "service_completed_successfully" } },
        MemLimit = "2g",
        Networks = new()
        {
            [ContainerPlan.NetworkOf(member.Region)] = new() { Aliases = [ContainerPlan.HostAtHome(member)] },
            [ContainerPlan.Border] = new() { Aliases = [ContainerPlan.HostAbroad(member)] },
        },
        Ports =
        [
            $"127.0.0.1:{published.Grpc}:{ContainerPlan.Inside.Grpc}",
            $"127.0.0.1:{published.Json}:{ContainerPlan.Inside.Json}",
        ],
        Volumes = NodeVolumes(member),
        Secrets = [.. Secrets.Select(s => new ComposeSecretUse { Source = SecretName(member, s), Target = s })],
    };

    private static List<string> NodeVolumes(ManifestMember member) =>
    [
        $"./{TestNetwork.GenesisName}:{SettingsFolder}/{TestNetwork.GenesisName}{Read}",
        $"./{member.Name}/node.json:{Settings}{Read}",
        $"{DataVolume(member)}:{DataFolder}",
    ];

    private static ComposeService Prometheus(ContainerPlan plan) => new()
    {
        Image = PrometheusImage,
        User = Nobody,
        Command =
        [
            $"--config.file={PrometheusFile.Folder}/{PrometheusFile.Name}",
            "--storage.tsdb.path=/prometheus",
            "--storage.tsdb.retention.time=7d",
        ],
        MemLimit = "512m",
        Networks = plan.Manifest.Regions.ToDictionary(
            r => ContainerPlan.NetworkOf(r.Code), _ => new ComposeAttachment()),
        Ports = [$"127.0.0.1:{plan.PrometheusPort}:9090"],
        Volumes =
        [
            $"./{PrometheusFile.Name}:{PrometheusFile.Folder}/{PrometheusFile.Name}{Read}",
            $"./{RpcAuthority.FileName}:{PrometheusFile.Folder}/{RpcAuthority.FileName}{Read}",
            $"{PrometheusVolume}:/prometheus",
        ],
    };
}

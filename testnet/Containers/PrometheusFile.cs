using Ledger.Testnet.Network;

namespace Ledger.Testnet.Containers;

/// <summary>Prometheus's configuration for the validators of a manifest, each seen from its own region's network.</summary>
public static class PrometheusFile
{
    public const string Name = "prometheus.yml";

    /// <summary>Where Prometheus finds it, and the authority's certificate, inside.</summary>
    public const string Folder = "/etc/prometheus";

    private const string ScrapeInterval = "5s";

    public static string Write(Manifest manifest) => Yaml.Write(new Dictionary<string, object>
    {
        ["global"] = new Dictionary<string, string> { ["scrape_interval"] = ScrapeInterval },
        ["scrape_configs"] = new[]
        {
            new Dictionary<string, object>
            {
                ["job_name"] = "ledger",
                ["scheme"] = "https",
                ["tls_config"] = new Dictionary<string, string> { ["ca_file"] = $"{Folder}/{RpcAuthority.FileName}" },
                ["static_configs"] = manifest.Validators.Select(Target).ToArray(),
            },
        },
    });

    private static Dictionary<string, object> Target(ManifestMember member) => new()
    {
        ["targets"] = new[] { $"{ContainerPlan.HostAtHome(member)}:{ContainerPlan.Inside.Json}" },
        ["labels"] = new Dictionary<string, string> { ["validator"] = member.Name, ["region"] = member.Region },
    };
}

using Ledger.Testnet.Containers;
using Ledger.Testnet.Network;
using YamlDotNet.RepresentationModel;

namespace Ledger.Tests.Integration.Docker;

/// <summary>The compose file as YAML reads it back; no engine is needed.</summary>
public sealed class ComposeFileTests
{
    private static readonly ContainerPlan Plan = new(
        Manifest.Load(Manifest.Demo),
        "/source",
        1234,
        [.. Enumerable.Range(0, 4).Select(i => new NodePorts(7000, 20_000 + i, 21_000 + i))],
        22_000);

    private static readonly YamlMappingNode File = Read(ComposeFile.Write(Plan));

    private static IEnumerable<(string Name, YamlMappingNode Service)> Services
        => Map(File, "services").Select(s => ($"{s.Key}", (YamlMappingNode)s.Value));

    [Fact]
    public void Every_validator_of_the_manifest_is_a_service_after_one_that_makes_its_data_directory()
    {
        Assert.Equal(
            ["sz-1-init", "sz-1", "sg-1-init", "sg-1", "sz-2-init", "sz-2", "sg-2-init", "sg-2", "prometheus"],
            Services.Select(s => s.Name));
        foreach (ManifestMember member in Plan.Manifest.Validators)
        {
            YamlMappingNode after = Map(Service(member.Name), "depends_on");
            Assert.Equal("service_completed_successfully", $"{Map(after, member.Name + "-init")["condition"]}");
            Assert.Contains("--if-absent", Texts(Service(member.Name + "-init"), "command"));
        }
    }

    [Fact]
    public void A_validator_is_on_its_region_s_network_and_on_the_border_and_on_no_other()
    {
        Assert.Equal(["region-cn-sz", "border"], Keys(Service("sz-1"), "networks"));
        Assert.Equal(["region-sg", "border"], Keys(Service("sg-2"), "networks"));
        Assert.Equal(["region-cn-sz", "region-sg"], Keys(Service("prometheus"), "networks"));
        Assert.Equal(["region-cn-sz", "region-sg", "border"], Keys(File, "networks"));
        Assert.Equal("true", $"{Map(Map(File, "networks"), "border")["internal"]}");
    }

    [Fact]
    public void Neighbours_meet_at_home_and_foreigners_at_the_border_by_names_that_exist_there()
    {
        ManifestMember[] all = [.. Plan.Manifest.Validators];
        Assert.Equal("sz-2.cn-sz", ContainerPlan.PeerHost(all[0], all[2]));
        Assert.Equal("sg-1.border", ContainerPlan.PeerHost(all[0], all[1]));
        YamlMappingNode networks = Map(Service("sg-1"), "networks");
        Assert.Equal(["sg-1.sg"], Texts(Map(networks, "region-sg"), "aliases"));
        Assert.Equal(["sg-1.border"], Texts(Map(networks, "border"), "aliases"));
    }

    [Fact]
    public void No_service_may_write_its_root_or_gain_a_right()
    {
        foreach ((string name, YamlMappingNode service) in Services)
        {
            Assert.True($"{service["read_only"]}" == "true", name);
            Assert.Equal(["ALL"], Texts(service, "cap_drop"));
            Assert.Equal(["no-new-privileges:true"], Texts(service, "security_opt"));
            Assert.NotEmpty($"{service["mem_limit"]}");
            Assert.DoesNotContain("privileged", Keys(service));
        }
    }

    [Fact]
    public void Ports_are_published_on_the_loopback_address_only_and_never_the_peers_port()
    {
        string[] ports = [.. Services.Where(s => s.Service.Children.ContainsKey("ports"))
            .SelectMany(s => Texts(s.Service, "ports"))];
        Assert.Equal(9, ports.Length);
        Assert.All(ports, p => Assert.StartsWith("127.0.0.1:", p));
        Assert.DoesNotContain(ports, p => p.EndsWith(":7000", StringComparison.Ordinal));
        Assert.Contains("127.0.0.1:20003:7001", ports);
    }

    [Fact]
    public void A_validator_is_given_its_own_secrets_and_nobody_else_s()
    {
        YamlMappingNode secrets = Map(File, "secrets");
        foreach (ManifestMember member in Plan.Manifest.Validators)
        {
            YamlMappingNode[] uses = [.. ((YamlSequenceNode)Service(member.Name)["secrets"]).Cast<YamlMappingNode>()];
            Assert.Equal(ComposeFile.Secrets, uses.Select(u => $"{u["target"]}"));
            Assert.All(uses, u => Assert.Equal(
                $"./{member.Name}/{u["target"]}", $"{Map(secrets, $"{u["source"]}")["file"]}"));
            Assert.DoesNotContain("secrets", Keys(Service(member.Name + "-init")));
        }
    }

    [Fact]
    public void Strings_that_look_like_something_else_stay_strings()
    {
        Assert.Contains("restart: \"no\"", ComposeFile.Write(Plan));
        Assert.Contains("UID: \"1234\"", ComposeFile.Write(Plan));
        Assert.DoesNotContain("&o", ComposeFile.Write(Plan));
    }

    [Fact]
    public void Prometheus_asks_every_validator_at_home_over_TLS()
    {
        YamlMappingNode file = Read(PrometheusFile.Write(Plan.Manifest));
        YamlMappingNode job = (YamlMappingNode)((YamlSequenceNode)file["scrape_configs"]).Single();
        Assert.Equal("https", $"{job["scheme"]}");
        Assert.Equal("/etc/prometheus/ca.pem", $"{Map(job, "tls_config")["ca_file"]}");
        Assert.Equal(
            ["sz-1.cn-sz:7002", "sg-1.sg:7002", "sz-2.cn-sz:7002", "sg-2.sg:7002"],
            ((YamlSequenceNode)job["static_configs"]).SelectMany(c => Texts((YamlMappingNode)c, "targets")));
    }

    private static YamlMappingNode Read(string text)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    private static YamlMappingNode Service(string name) => Map(Map(File, "services"), name);

    private static YamlMappingNode Map(YamlMappingNode node, string key) => (YamlMappingNode)node[key];

    private static string[] Keys(YamlMappingNode node) => [.. node.Children.Keys.Select(k => $"{k}")];

    private static string[] Keys(YamlMappingNode node, string key) => Keys(Map(node, key));

    private static string[] Texts(YamlMappingNode node, string key)
        => [.. ((YamlSequenceNode)node[key]).Select(n => $"{n}")];
}

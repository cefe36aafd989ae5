using System.Net;
using Ledger.Node.Configuration;

namespace Ledger.Tests.Unit.Configuration;

public sealed class NodeConfigurationFacts : IDisposable
{
    private const string Whole = """
        {
          "validatorName": "sz-1",
          "dataDirectory": "data",
          "genesisPath": "genesis.json",
          "keyFilePath": "/keys/sz-1.key", "cosigningKeyFilePath": "/keys/cosigning.key", "tlsKeyFilePath": "keys/tls.key",
          "passphraseFilePath": "passphrase",
          "peerListen": "0.0.0.0:7000",
          "peers": {
            "sz-2": "10.0.0.2:7000",
            "sg-1": "sg-1.example:7000"
          },
          "grpcListen": "127.0.0.1:7100",
          "jsonListen": "[::1]:7200",
          "batch": {
            "maxBytes": 65536
          }
        }
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("configuration").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_whole_file_is_read_and_what_it_omits_has_its_default()
    {
        NodeConfiguration configuration = Load(Whole);

        Assert.Equal("sz-1", configuration.ValidatorName);
        Assert.Equal(new IPEndPoint(IPAddress.IPv6Loopback, 7200), configuration.JsonListen);
        Assert.Equal(new HostPort("sg-1.example", 7000), configuration.Peers["sg-1"]);
        Assert.Equal(new BatchConfiguration { MaxBytes = 65_536 }, configuration.Batch);
        Assert.Equal(new PoolConfiguration(), configuration.Pool);
        Assert.Null(configuration.RpcCertificatePath);
    }

    [Fact]
    public void Relative_paths_are_relative_to_the_file()
    {
        NodeConfiguration configuration = Load(Whole);

        Assert.Equal(Path.Combine(_directory, "data"), configuration.DataDirectory);
        Assert.Equal("/keys/sz-1.key", configuration.KeyFilePath);
    }

    [Theory]
    [InlineData("\"maxBytes\": 65536", "\"maxByte\": 65536", 15)]
    [InlineData("\"maxBytes\": 65536", "\"MaxBytes\": 65536", 15)]
    [InlineData("\"maxBytes\": 65536", "\"maxBytes\": 65536, \"maxBytes\": 65537", 15)]
    [InlineData("\"maxBytes\": 65536", "\"maxBytes\": 1", 15)]
    [InlineData("\"maxBytes\": 65536", "\"maxBytes\": \"65536\"", 15)]
    [InlineData("\"sg-1\": ", "\"sz-2\": ", 10)]
    [InlineData("0.0.0.0:7000", "0.0.0.0", 7)]
    [InlineData("0.0.0.0:7000", "sz-1.example:7000", 7)]
    [InlineData("10.0.0.2:7000", "10.0.0.2:70000", 9)]
    [InlineData("\"dataDirectory\": \"data\"", "\"dataDirectory\": null", 3)]
    [InlineData("\"data\",", "\"data\"", 4)]
    public void A_wrong_line_is_named(string right, string wrong, long line)
    {
        ConfigurationException exception =
            Assert.Throws<ConfigurationException>(() => Load(Whole.Replace(right, wrong)));

        Assert.Equal(line, exception.Line);
        Assert.StartsWith($"{exception.File}:{line}: ", exception.Message);
        Assert.DoesNotContain("LineNumber", exception.Message);
    }

    [Fact]
    public void A_missing_field_is_named()
    {
        string withoutName = Whole.Replace("\"validatorName\": \"sz-1\",", "");

        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => Load(withoutName));

        Assert.Contains("validatorName", exception.Message);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        string absent = Path.Combine(_directory, "absent.json");

        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => NodeConfiguration.Load(absent));

        Assert.Equal(absent, exception.File);
        Assert.Null(exception.Line);
    }

    [Theory]
    [InlineData("\"sz-2\": ", "\"sz-1\": ", "$.peers.sz-1", 9)]
    [InlineData("sg-1.example:7000", "10.0.0.2:7000", "$.peers.sg-1", 10)]
    [InlineData("[::1]:7200", "127.0.0.1:7100", "$.jsonListen", 13)]
    [InlineData("\"maxBytes\": 65536", "\"maxBytes\": 4194304 }, \"pool\": { \"maxBytes\": 1048576", "$.batch.maxBytes", 15)]
    [InlineData("127.0.0.1:7100", "10.0.0.1:7100", "$.grpcListen", 12)]
    public void Fields_that_contradict_each_other_are_refused_with_their_line(string right, string wrong, string field, long line)
    {
        ConfigurationException exception =
            Assert.Throws<ConfigurationException>(() => Load(Whole.Replace(right, wrong)));

        Assert.Equal((field, line), (exception.Field, exception.Line));
    }

    [Theory]
    [InlineData("batch", "maxDelayMs", 10_001)]
    [InlineData("pool", "maxTransactions", 0)]
    [InlineData("pool", "maxBytes", 1)]
    [InlineData("rpc", "maxRequestBytes", 1)]
    [InlineData("rpc", "maxConnections", 0)]
    [InlineData("rpc", "maxCallsPerConnection", 0)]
    [InlineData("rpc", "maxUnaryTimeMs", 99)]
    [InlineData("shutdown", "drainTimeoutMs", -1)]
    [InlineData("shutdown", "drainTimeoutMs", 600_001)]
    [InlineData("logging", "level", "loud")]
    [InlineData("logging", "format", "xml")]
    [InlineData("telemetry", "metrics", "yes")]
    [InlineData("telemetry", "otlpEndpoint", "collector:4317")]
    [InlineData("telemetry", "otlpIntervalMs", 99)]
    public void A_value_outside_its_bounds_is_named_with_its_line(string section, string field, object value)
    {
        string text = value is string word ? $"\"{word}\"" : $"{value}";
        string json = Whole.Replace("\"batch\": {", $"\"{section}\": {{\n \"{field}\": {text} }}, \"other\": {{")
            .Replace("\"other\": {\n", section == "batch" ? "\"pool\": {\n" : "\"batch\": {\n")
            .Replace("\"maxBytes\": 65536", section == "batch" ? "\"maxBytes\": 1048576" : "\"maxBytes\": 65536");

        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => Load(json));

        Assert.Equal(($"$.{section}.{field}", 15L), (exception.Field, exception.Line));
    }

    [Fact]
    public void Every_fault_of_a_file_is_found_at_once()
    {
        string path = Write(Whole.Replace("0.0.0.0:7000", "nowhere").Replace("\"maxBytes\": 65536", "\"maxBytes\": 1, \"x\": 2")
            .Replace("\"genesisPath\": \"genesis.json\",", ""));

        Assert.Null(NodeConfiguration.Inspect(path, out IReadOnlyList<ConfigurationException> problems));
        Assert.Equal(
            new (string?, long?)[] { ("$.peerListen", 7L), ("$.batch.maxBytes", 15L), ("$.batch.x", 15L), ("$.genesisPath", null) },
            problems.Select(p => (p.Field, p.Line)));
    }

    private NodeConfiguration Load(string json) => NodeConfiguration.Load(Write(json));

    private string Write(string json)
    {
        string path = Path.Combine(_directory, "node.json");
        File.WriteAllText(path, json);
        return path;
    }
}

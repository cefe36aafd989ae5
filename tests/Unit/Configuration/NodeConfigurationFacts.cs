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
          "keyFilePath": "/keys/sz-1.key", "tlsKeyFilePath": "keys/tls.key",
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
    [InlineData("\"sz-2\": ", "\"sz-1\": ", "$.peers.sz-1")]
    [InlineData("127.0.0.1:7100", "10.0.0.1:7100", "$.rpcCertificatePath")]
    public void Fields_that_contradict_each_other_are_refused(string right, string wrong, string field)
    {
        ConfigurationException exception =
            Assert.Throws<ConfigurationException>(() => Load(Whole.Replace(right, wrong)));

        Assert.Equal(field, exception.Field);
    }

    private NodeConfiguration Load(string json)
    {
        string path = Path.Combine(_directory, "node.json");
        File.WriteAllText(path, json);
        return NodeConfiguration.Load(path);
    }
}

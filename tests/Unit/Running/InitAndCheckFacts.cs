using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Ledger.Node.Commands;
using Ledger.Tests.Unit.Commands;

namespace Ledger.Tests.Unit.Running;

[SupportedOSPlatform("linux")]
public sealed class InitAndCheckFacts : IAsyncLifetime
{
    private LocalNode _node = null!;

    public async Task InitializeAsync() => _node = await LocalNode.MakeAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Two_commands_make_a_directory_that_would_start_and_that_only_its_owner_can_read()
    {
        Assert.Equal(
            ["consensus.key", "cosigning.key", "data", "genesis.json", "node.json", "operator.key", "tls.key", "validator.json"],
            Directory.EnumerateFileSystemEntries(_node.ValidatorFolder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(0x1C0, (int)File.GetUnixFileMode(_node.ValidatorFolder));
        Assert.Equal(0x1C0, (int)File.GetUnixFileMode(Path.Combine(_node.ValidatorFolder, "data")));
        Assert.All(
            new[] { "node.json", "genesis.json", "consensus.key", "tls.key" },
            f => Assert.Equal(0x180, (int)File.GetUnixFileMode(Path.Combine(_node.ValidatorFolder, f))));

        CommandRun check = await CheckAsync();

        Assert.Equal((ExitCode.Ok, "would start\n"), (check.Code, check.Output));
    }

    [Fact]
    public void The_configuration_file_has_every_field()
    {
        JsonElement file = JsonDocument.Parse(File.ReadAllText(_node.ConfigurationPath)).RootElement;

        Assert.Equal(
            ["validatorName", "dataDirectory", "genesisPath", "epochsPath", "keyFilePath", "nextKeyFilePath",
                "cosigningKeyFilePath", "nextCosigningKeyFilePath", "tlsKeyFilePath",
                "nextTlsKeyFilePath", "passphraseFilePath", "peerListen", "peers", "neighbours", "grpcListen", "jsonListen",
                "rpcCertificatePath", "batch", "pool", "history", "rpc", "shutdown", "logging", "telemetry"],
            file.EnumerateObject().Select(p => p.Name));
        Assert.Equal(10_000, file.GetProperty("shutdown").GetProperty("drainTimeoutMs").GetInt32());
        Assert.Equal("info", file.GetProperty("logging").GetProperty("level").GetString());
    }

    [Fact]
    public async Task Init_overwrites_nothing()
    {
        string[] files = Directory.GetFiles(_node.ValidatorFolder, "*", SearchOption.AllDirectories);
        byte[][] before = [.. files.Select(File.ReadAllBytes)];

        (await CommandRun.OfAsync(_node.SecondStep)).Failed(ExitCode.File, "FILE: ");
        (await CommandRun.OfAsync("init", "--directory", _node.ValidatorFolder, "--name", "x", "--region", "SG",
            "--passphrase-file", _node.PathOf("passphrase"))).Failed(ExitCode.File, "FILE: ");
        (await CommandRun.OfAsync("init", "--config", _node.ConfigurationPath)).Failed(ExitCode.File, "FILE: ");

        Assert.Equal(before, files.Select(File.ReadAllBytes));
    }

    [Fact]
    public async Task Init_says_what_it_lacks()
    {
        (await CommandRun.OfAsync("init")).Failed(ExitCode.Usage, "USAGE: --directory or --config");
        (await CommandRun.OfAsync("init", "--directory", _node.PathOf("b"))).Failed(ExitCode.Usage, "USAGE: the first step needs");
        (await CommandRun.OfAsync("init", "--directory", _node.PathOf("b"), "--genesis", _node.GenesisPath))
            .Failed(ExitCode.File, "FILE: ");
        File.Delete(_node.ConfigurationPath);
        Directory.Delete(Path.Combine(_node.ValidatorFolder, "data"), recursive: true);
        (await CommandRun.OfAsync([.. _node.SecondStep, "--peers", "sg-1=sg-1.example:7000"]))
            .Failed(ExitCode.Usage, "USAGE: --peers names every other validator of the genesis: missing none; unknown sg-1");
    }

    [Fact]
    public async Task A_check_names_every_problem_at_once_and_writes_nothing()
    {
        string[] before = Directory.GetFileSystemEntries(_node.Folder, "*", SearchOption.AllDirectories);
        File.WriteAllText(_node.PathOf("passphrase"), "wrong\n");
        File.SetUnixFileMode(Path.Combine(_node.ValidatorFolder, "tls.key"), (UnixFileMode)0x1A4);
        _node.Edit("\"peers\": {}", "\"peers\": { \"sg-9\": \"127.0.0.1:1\" }");
        _node.Edit("\"rpcCertificatePath\": null", $"\"rpcCertificatePath\": \"{MakeCertificate(daysLeft: -1)}\"");
        using TcpListener taken = new(IPAddress.Loopback, _node.Json.Port);
        taken.Start();

        CommandRun people = await CheckAsync();
        CommandRun json = await CheckAsync("--json");

        Assert.Equal(ExitCode.Start, people.Code);
        Assert.EndsWith("would not start: 3 errors\n", people.Output);
        Assert.Equal(
            ["KEY", "PEERS", "PERMISSIONS", "CERTIFICATE", "PORT"],
            json.Json.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("code").GetString()));
        Assert.False(json.Json.GetProperty("starts").GetBoolean());
        Assert.Equal(
            before.Append(_node.PathOf("rpc.pem")).Order(),
            Directory.GetFileSystemEntries(_node.Folder, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public async Task A_certificate_that_expires_soon_is_a_warning_and_starts()
    {
        _node.Edit("\"rpcCertificatePath\": null", $"\"rpcCertificatePath\": \"{MakeCertificate(daysLeft: 3)}\"");

        CommandRun check = await CheckAsync("--json");

        Assert.Equal(ExitCode.Ok, check.Code);
        Assert.True(Assert.Single(check.Json.GetProperty("problems").EnumerateArray()).GetProperty("is_warning").GetBoolean());
    }

    [Fact]
    public async Task A_data_directory_of_another_chain_or_of_a_newer_format_is_named_with_its_file()
    {
        await using LocalNode other = await LocalNode.MakeAsync();
        string journal = Directory.GetFiles(Path.Combine(_node.ValidatorFolder, "data", "journal")).Single();
        string foreign = Directory.GetFiles(Path.Combine(other.ValidatorFolder, "data", "journal")).Single();
        File.Copy(foreign, journal, overwrite: true);

        CommandRun check = await CheckAsync();

        Assert.Equal(ExitCode.Start, check.Code);
        Assert.StartsWith($"error   DATA {journal}: ", check.Output);
    }

    [Fact]
    public async Task Every_wrong_field_is_listed_with_its_line()
    {
        _node.Edit("\"maxDelayMs\": 5", "\"maxDelayMs\": -5");
        _node.Edit("\"level\": \"info\"", "\"level\": \"shout\"");

        CommandRun check = await CheckAsync();

        Assert.Equal(ExitCode.Start, check.Code);
        Assert.Matches(@"error   CONFIGURATION .*node\.json:[0-9]+: \$\.batch\.maxDelayMs: is 0 to 10000, not -5\.", check.Output);
        Assert.Matches(
            @"error   CONFIGURATION .*node\.json:[0-9]+: \$\.logging\.level: is one of debug, info, warn, error\.", check.Output);
    }

    private Task<CommandRun> CheckAsync(params string[] more)
        => CommandRun.OfAsync(["run", "--config", _node.ConfigurationPath, "--check", .. more]);

    private string MakeCertificate(int daysLeft)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=test", key, HashAlgorithmName.SHA256);
        using X509Certificate2 made = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(daysLeft));
        File.WriteAllText(_node.PathOf("rpc.pem"), made.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        return _node.PathOf("rpc.pem");
    }
}

using System.Formats.Asn1;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json;
using Ledger.Client;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Commands;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Storage;

namespace Ledger.Tests.Unit.Commands;

/// <summary>Keys of every suite, from the command that draws them to the record that a chain lets in.</summary>
public sealed class KeySuiteFacts : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public KeySuiteFacts() => File.WriteAllText(PathOf("passphrase"), "passphrase\n");

    public static TheoryData<string> Suites => [.. SuiteNames.All];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task Keys_of_every_suite_are_made_inspected_and_exported_as_others_read_them(string suite)
    {
        CommandRun made = await NewAsync("issuer", "bank", suite);
        CommandRun seen = await RunAsync("key", "inspect", PathOf("bank/issuer.key"));
        CommandRun exported = await RunAsync("key", "export-public", PathOf("bank/issuer.key"), "--passphrase-file", PathOf("passphrase"));

        Assert.Equal(("", ""), (made.Error, exported.Error));
        Assert.Equal(suite, made.Json.GetProperty("suite").GetString());
        Assert.Equal(suite, seen.Json.GetProperty("suite").GetString());
        Assert.Equal(JsonValueKind.Null, seen.Json.GetProperty("tls_pin").ValueKind);
        string point = Convert.ToHexStringLower(PointIn(exported.Json.GetProperty("pem").GetString()!));
        Assert.Equal(made.Json.GetProperty("public_key").GetString(), point);
    }

    [Fact]
    public async Task A_p256_key_is_exported_as_the_framework_itself_would()
    {
        CommandRun made = await NewAsync("issuer", "bank", "p256");
        CommandRun exported = await RunAsync("key", "export-public", PathOf("bank/issuer.key"));
        using ECDsa key = ECDsa.Create();
        key.ImportFromPem(exported.Json.GetProperty("pem").GetString());

        Assert.Equal(exported.Json.GetProperty("pem").GetString(), key.ExportSubjectPublicKeyInfoPem());
        Assert.Equal(made.Json.GetProperty("public_key").GetString(), exported.Json.GetProperty("public_key").GetString());
    }

    [Fact]
    public async Task A_genesis_mixes_suites_and_an_unknown_one_is_refused()
    {
        Genesis genesis = await MixedGenesisAsync();

        Assert.Equal([SuiteId.Sm2, SuiteId.Ed25519, SuiteId.P256], genesis.Validators.Validators.Select(v => v.Suite));
        Assert.Equal([65, 32, 65], genesis.Validators.Validators.Select(v => v.OperatorKey.Length));
        Assert.Equal(SuiteId.Sm2, Assert.Single(genesis.Issuers).Suite);
        (await RunAsync("key", "new", "--kind", "issuer", "--name", "x", "--region", "SG", "--suite", "rsa", "--out", PathOf("x"),
            "--passphrase-file", PathOf("passphrase"))).Failed(ExitCode.Usage, "USAGE: ");
    }

    [Theory]
    [InlineData("sm2", "sm2")]
    [InlineData("sm2", "ed25519")]
    [InlineData("ed25519", "p256")]
    public async Task An_issuers_next_key_proves_itself_to_the_chain_and_the_one_in_force_stays(string before, string after)
    {
        Genesis genesis = await MixedGenesisAsync();
        await NewAsync("issuer", "office", before);
        byte[] inForce = File.ReadAllBytes(PathOf("office/issuer.key"));

        CommandRun run = await RotateAsync("office", "--suite", after);

        MemberDescriptor candidate = MemberDescriptor.Load(PathOf("office/next/candidate.json"), MemberDescriptor.IssuerFormat);
        Assert.Equal((ExitCode.Ok, after), (run.Code, candidate.Suite));
        Assert.True(Possession.IsProven(
            genesis.ChainId, candidate.ToIssuer(0), Convert.FromHexString(candidate.Possession!), SignatureSuites.Production));
        Assert.Equal(inForce, File.ReadAllBytes(PathOf("office/issuer.key")));
        (await RotateAsync("office")).Failed(ExitCode.File, "FILE: ");
    }

    [Fact]
    public async Task A_validators_next_keys_keep_its_operator_unless_it_is_said_otherwise()
    {
        Genesis genesis = await MixedGenesisAsync();
        MemberDescriptor before = MemberDescriptor.Load(PathOf("sz-1/validator.json"), MemberDescriptor.ValidatorFormat);

        (await RotateAsync("sz-1", "--suite", "p256")).Failed(ExitCode.Usage, "USAGE: ");
        Assert.False(Directory.Exists(PathOf("sz-1/next")));
        Assert.Equal(ExitCode.Ok, (await RotateAsync("sz-1")).Code);
        Assert.Equal(ExitCode.Ok, (await RotateAsync("sg-1", "--suite", "sm2", "--with-operator")).Code);

        MemberDescriptor kept = MemberDescriptor.Load(PathOf("sz-1/next/candidate.json"), MemberDescriptor.ValidatorFormat);
        MemberDescriptor changed = MemberDescriptor.Load(PathOf("sg-1/next/candidate.json"), MemberDescriptor.ValidatorFormat);
        Assert.Equal((before.OperatorKey, before.Suite, before.Name), (kept.OperatorKey, kept.Suite, kept.Name));
        Assert.True(kept.PublicKey != before.PublicKey && kept.TlsPin != before.TlsPin);
        Assert.False(File.Exists(PathOf("sz-1/next/operator.key")));
        Assert.True(changed is { Suite: "sm2", OperatorKey.Length: 130 } && File.Exists(PathOf("sg-1/next/operator.key")));
        Assert.All((MemberDescriptor[])[kept, changed], c => Assert.True(Possession.IsProven(
            genesis.ChainId, c.ToValidator(), Convert.FromHexString(c.Possession!), SignatureSuites.Production)));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_key_file_that_others_may_read_is_refused_by_name()
    {
        await NewAsync("issuer", "bank", "sm2");
        File.SetUnixFileMode(PathOf("bank/issuer.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        CommandRun run = await RunAsync("key", "inspect", PathOf("bank/issuer.key"));

        run.Failed(ExitCode.File, "FILE: ");
        Assert.Contains("OpenToOthers", run.Error);
        Assert.Contains("chmod 600", run.Error);
    }

    [Fact]
    public async Task A_tls_key_signs_nothing()
    {
        await NewAsync("validator", "sz-1", "p256");
        File.Copy(PathOf("sz-1/tls.key"), PathOf("sz-1/consensus.key"), overwrite: true);
        await MixedGenesisAsync("sz-9");

        CommandRun run = await RunAsync(
            "key", "prove", PathOf("sz-1"), "--genesis", PathOf("genesis.json"), "--passphrase-file", PathOf("passphrase"));

        run.Failed(ExitCode.File, "FILE: ");
        Assert.Contains("SignsNothing: it is a key for TLS", run.Error);
    }

    private static byte[] PointIn(string pem)
    {
        PemFields fields = PemEncoding.Find(pem);
        AsnReader info = new AsnReader(Convert.FromBase64String(pem[fields.Base64Data]), AsnEncodingRules.DER).ReadSequence();
        info.ReadSequence();
        return info.ReadBitString(out _);
    }

    private async Task<Genesis> MixedGenesisAsync(string first = "sz-1")
    {
        await NewAsync("validator", first, "sm2");
        await NewAsync("validator", "sg-1", "ed25519");
        await NewAsync("validator", "sz-2", "p256");
        await NewAsync("issuer", "notary", "sm2");
        CommandRun run = await RunAsync(
            "genesis", "--name", "test", "--out", PathOf("genesis.json"), "--validator", PathOf($"{first}/validator.json"),
            "--validator", PathOf("sg-1/validator.json"), "--validator", PathOf("sz-2/validator.json"),
            "--issuer", PathOf("notary/issuer.json"));
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Equal(JsonProblem.None, GenesisFile.TryRead(PathOf("genesis.json"), out Genesis? genesis));
        return genesis!;
    }

    private Task<CommandRun> NewAsync(string kind, string name, string suite)
        => RunAsync(
            "key", "new", "--kind", kind, "--name", name, "--region", name.StartsWith("sz", StringComparison.Ordinal) ? "CN-SZ" : "SG",
            "--suite", suite, "--out", PathOf(name), "--passphrase-file", PathOf("passphrase"));

    private Task<CommandRun> RotateAsync(string name, params string[] more)
        => RunAsync(
            ["key", "rotate", PathOf(name), "--genesis", PathOf("genesis.json"), "--passphrase-file", PathOf("passphrase"), .. more]);

    private static Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.OfAsync([.. arguments, "--json"]);

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}

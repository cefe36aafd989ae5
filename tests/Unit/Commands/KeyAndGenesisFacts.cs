using System.Text;
using System.Text.Json;
using Ledger.Client;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Commands;
using Ledger.Node.Networking;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Storage;

namespace Ledger.Tests.Unit.Commands;

public sealed class KeyAndGenesisFacts : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public KeyAndGenesisFacts() => File.WriteAllText(PathOf("passphrase"), "口令\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_validators_keys_open_with_the_passphrase_and_fit_its_descriptor()
    {
        CommandRun run = await NewAsync("validator", "sz-1", "CN-SZ");

        Assert.Equal((ExitCode.Ok, ""), (run.Code, run.Error));
        JsonElement descriptor = JsonDocument.Parse(File.ReadAllText(PathOf("sz-1/validator.json"))).RootElement;
        using Ed25519Signer signer = new(Open("sz-1/consensus.key"));
        Assert.Equal(descriptor.GetProperty("publicKey").GetString(), Convert.ToHexStringLower(signer.PublicKey.Span));
        string pin = $"{PeerCertificate.Pin(PeerCertificate.Create(Open("sz-1/tls.key")))}";
        Assert.Equal(descriptor.GetProperty("tlsPin").GetString(), pin);
        Assert.Equal(pin, run.Json.GetProperty("tls_pin").GetString());
        using Ed25519Signer approver = new(Open("sz-1/operator.key"));
        Assert.Equal(
            descriptor.GetProperty("operatorKey").GetString(), Convert.ToHexStringLower(approver.PublicKey.Span));
    }

    [Fact]
    public async Task A_key_is_never_overwritten()
    {
        await NewAsync("issuer", "bank", "SG");
        byte[] before = File.ReadAllBytes(PathOf("bank/issuer.key"));

        (await NewAsync("issuer", "bank", "SG")).Failed(ExitCode.File, "FILE: ");
        Assert.Equal(before, File.ReadAllBytes(PathOf("bank/issuer.key")));
    }

    [Fact]
    public async Task Inspect_needs_no_passphrase_and_names_what_is_wrong()
    {
        CommandRun made = await NewAsync("issuer", "bank", "SG");
        CommandRun seen = await CommandRun.OfAsync("key", "inspect", PathOf("bank/issuer.key"), "--json");

        Assert.Equal(
            made.Json.GetProperty("public_key").GetString(), seen.Json.GetProperty("public_key").GetString());
        File.WriteAllText(PathOf("bad.key"), "{}");
        (await CommandRun.OfAsync("key", "inspect", PathOf("bad.key"))).Failed(ExitCode.File, "FILE: ");
        (await CommandRun.OfAsync("key", "inspect", PathOf("none.key"))).Failed(ExitCode.File, "FILE: ");
    }

    [Fact]
    public async Task An_empty_passphrase_is_refused()
    {
        File.WriteAllText(PathOf("passphrase"), "\nsecond line\n");

        (await NewAsync("issuer", "bank", "SG")).Failed(ExitCode.File, "FILE: ");
        Assert.False(Directory.Exists(PathOf("bank")));
    }

    [Fact]
    public async Task A_genesis_interleaves_regions_and_warns_of_what_it_costs()
    {
        await MakeMembersAsync();

        CommandRun run = await GenesisAsync("--window", "4", "--time", "2026-01-01");

        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Equal(JsonProblem.None, GenesisFile.TryRead(PathOf("genesis.json"), out Genesis? genesis));
        Assert.Equal(["CN-SZ", "SG", "CN-SZ", "SG"], genesis?.Validators.Validators.Select(v => v.Region.Code));
        Assert.Equal(["CN-SZ=1", "SG=1"], genesis?.Validators.Minimums.Select(m => $"{m.Region}={m.Minimum}"));
        Assert.Equal(4UL, genesis?.Parameters.Window);
        Assert.Equal($"{genesis?.ChainId}", run.Json.GetProperty("chain_id").GetString());
        Assert.Contains("ledger: warning: Region SG has minimum 1", run.Error);
        (await GenesisAsync()).Failed(ExitCode.File, "FILE: ");
    }

    [Fact]
    public async Task A_genesis_that_no_chain_could_start_from_is_refused()
    {
        await MakeMembersAsync();

        (await GenesisAsync("--region-minimum", "SG=3")).Failed(ExitCode.File, "FILE: ");
        (await GenesisAsync("--region-minimum", "HK=1")).Failed(ExitCode.Usage, "USAGE: ");
        (await GenesisAsync("--validator", PathOf("sz-1/validator.json"))).Failed(ExitCode.File, "FILE: ");
        (await GenesisAsync("--validator", PathOf("bank/issuer.json"))).Failed(ExitCode.File, "FILE: ");
        Assert.False(File.Exists(PathOf("genesis.json")));
    }

    private async Task MakeMembersAsync()
    {
        foreach ((string name, string region) in ((string, string)[])
            [("sz-1", "CN-SZ"), ("sz-2", "CN-SZ"), ("sg-1", "SG"), ("sg-2", "SG")])
        {
            Assert.Equal(ExitCode.Ok, (await NewAsync("validator", name, region)).Code);
        }

        Assert.Equal(ExitCode.Ok, (await NewAsync("issuer", "bank", "SG")).Code);
    }

    private Task<CommandRun> GenesisAsync(params string[] more)
        => CommandRun.OfAsync(
        [
            "genesis", "--name", "test", "--json", "--out", PathOf("genesis.json"),
            "--validator", PathOf("sz-1/validator.json"), PathOf("sz-2/validator.json"),
            "--validator", PathOf("sg-1/validator.json"), PathOf("sg-2/validator.json"),
            "--issuer", PathOf("bank/issuer.json"), .. more,
        ]);

    private Task<CommandRun> NewAsync(string kind, string name, string region)
        => CommandRun.OfAsync(
            "key", "new", "--kind", kind, "--name", name, "--region", region, "--out", PathOf(name),
            "--passphrase-file", PathOf("passphrase"), "--json");

    private byte[] Open(string name)
    {
        Assert.Equal(KeyFileFault.None, KeyFile.Load(PathOf(name), out KeyFile? key));
        Assert.Equal(KeyFileFault.None, key!.Open(Encoding.UTF8.GetBytes("口令"), out byte[] secret));
        return secret;
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}

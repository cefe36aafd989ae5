using System.Security.Cryptography;
using System.Text.Json;
using Ledger.Client.V1;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Cryptography.Tokens;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Validators;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Integration;

/// <summary>Keys that never are on the disk of whoever signs with them: in SoftHSM2, as in any token of PKCS #11.</summary>
public sealed class TokenTests : IAsyncDisposable
{
    private const string Library = "/usr/lib/softhsm/libsofthsm2.so";
    private const string Pin = "648219";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TestNetwork? _network;

    private TestNetwork Network => _network ?? throw new InvalidOperationException("It is set up first.");

    private string PinFile => Path.Combine(Network.Folder, "pin");

    public async ValueTask DisposeAsync()
    {
        if (_network is not null)
        {
            await _network.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_validator_whose_key_is_in_a_token_votes_and_without_the_pin_it_does_not_start()
    {
        await SetUpAsync();
        ValidatorNode holder = Network.Nodes.Single(n => n.Suite == SuiteId.P256);
        await MoveKeyAsync(holder);
        await Start.RunAsync(Network, default);

        await Network.Nodes.First(n => n != holder).KillAsync(); // with it gone no quorum is without the holder
        await AnchorAsync(Network.Issuers[0]);

        await holder.KillAsync();
        File.WriteAllText(PinFile, "000000\n");
        CommandResult refused = await RunAsync("run", "--config", Path.Combine(holder.Folder, "node.json"), "--check");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("PinRefused", refused.Output + refused.Errors);
    }

    [Fact]
    public async Task A_key_is_drawn_in_a_token_and_proves_itself_to_a_chain()
    {
        await SetUpAsync();
        string folder = Path.Combine(Network.Folder, "office");
        string passphrase = Network.Issuers[0].PassphrasePath;

        CommandResult made = await RunAsync(
            "key", "new", "--kind", "issuer", "--name", "office", "--region", "SG", "--suite", "p256", "--out", folder,
            "--passphrase-file", passphrase, "--token-library", Library, "--token", "ledger", "--token-key", "office",
            "--token-pin-file", PinFile);
        CommandResult proven = await RunAsync("key", "prove", folder, "--genesis", Network.GenesisPath, "--passphrase-file", passphrase);
        CommandResult again = await RunAsync(
            "key", "new", "--kind", "issuer", "--name", "office", "--region", "SG", "--suite", "p256", "--out", folder + "-2",
            "--passphrase-file", passphrase, "--token-library", Library, "--token", "ledger", "--token-key", "office",
            "--token-pin-file", PinFile);

        Assert.True(made.ExitCode == 0 && proven.ExitCode == 0, made.Errors + proven.Errors);
        JsonElement candidate = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "candidate.json"))).RootElement;
        Protocol.Transactions.Issuer issuer = new(
            0, "office", new Region("SG"), SuiteId.P256, Convert.FromHexString(candidate.GetProperty("publicKey").GetString()!));
        Assert.True(Possession.IsProven(
            Network.Genesis.ChainId, issuer, Convert.FromHexString(candidate.GetProperty("possession").GetString()!),
            SignatureSuites.Production));
        Assert.NotEqual(0, again.ExitCode);
        Assert.Contains("OtherKey", again.Errors);
    }

    /// <summary>A network whose processes know of one token, with the label ledger.</summary>
    private async Task SetUpAsync()
    {
        Assert.True(File.Exists(Library), "This test needs softhsm2: run testnet/setup tests.");
        _network = await Setup.RunAsync(Manifest.Load("mixed-2+2"), default);
        string tokens = Directory.CreateDirectory(Path.Combine(Network.Folder, "tokens")).FullName;
        string configuration = Path.Combine(Network.Folder, "softhsm2.conf");
        File.WriteAllText(configuration, $"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n");
        File.WriteAllText(PinFile, Pin + "\n");
        Environment.SetEnvironmentVariable("SOFTHSM2_CONF", configuration); // of the processes that are started from here
        await SoftHsmAsync("--init-token", "--free", "--label", "ledger", "--so-pin", "12345678", "--pin", Pin);
    }

    /// <summary>The key that the genesis names goes into the token; what says where takes the place of its file.</summary>
    private async Task MoveKeyAsync(ValidatorNode node)
    {
        byte[] passphrase = File.ReadAllBytes(Network.Issuers[0].PassphrasePath);
        Assert.Equal(KeyFileFault.None, KeyFile.Load(node.KeyPath, out KeyFile? key));
        Assert.Equal(KeyFileFault.None, key!.Open(passphrase, out byte[] secret));
        byte[] point = key.PublicKey.ToArray();
        using ECDsa exported = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = secret,
            Q = new ECPoint { X = point[1..33], Y = point[33..] },
        });
        string pem = Path.Combine(Network.Folder, "export.pem");
        File.WriteAllText(pem, exported.ExportPkcs8PrivateKeyPem());
        await SoftHsmAsync("--import", pem, "--token", "ledger", "--label", node.Name, "--id", "01", "--pin", Pin);
        File.WriteAllBytes(node.KeyPath, TokenKeyFile.Of(point, new TokenPlace(Library, "ledger", node.Name, PinFile)).ToJson());
        File.Delete(pem);
    }

    private async Task AnchorAsync(IssuerIdentity issuer)
    {
        using TransactionFactory factory = new(Network.Genesis, issuer);
        ReceiptAuditor auditor = new(Network.Genesis);
        PreparedTransaction transaction = factory.Make(3, head: 0);
        SubmitResponse answer = await Network.Running.First().Client.SubmitAsync(transaction.Bytes, waitForReceipt: true, Patience);
        auditor.Hear(transaction, answer.Receipt.Span);
        Assert.Equal((Outcome.Anchored, 1), (answer.Outcome, auditor.Verified));
    }

    private Task<CommandResult> RunAsync(params string[] arguments) => Network.Program.TryAsync(arguments, default);

    private static async Task SoftHsmAsync(params string[] arguments)
    {
        CommandResult done = await ProgramRun.TryAsync("/usr/bin/softhsm2-util", arguments, default, LedgerProgram.Environment);
        Assert.True(done.ExitCode == 0, done.Output + done.Errors);
    }
}

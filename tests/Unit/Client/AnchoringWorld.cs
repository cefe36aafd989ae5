using Ledger.Client;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Rpc;
using Ledger.Node.Running;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Tests.Rpc;
using Ledger.Tests.Unit.Protocol;
using Ledger.Tests.Unit.Storage;

namespace Ledger.Tests.Unit.Client;

/// <summary>An anchoring node on a free port, and a folder with the genesis, the issuer's key and documents.</summary>
internal sealed class AnchoringWorld : IAsyncDisposable
{
    public const string Passphrase = "correct horse 电池";

    private readonly TemporaryFolder _folder = new();
    private readonly RpcServer _server;

    private AnchoringWorld(AnchoringGateway gateway, RpcServer server)
    {
        Gateway = gateway;
        _server = server;
        File.WriteAllText(Genesis, GenesisJson.Write(Chain.Genesis));
        File.WriteAllText(PassphraseFile, Passphrase + "\r\nnot read\n");
        KeyFile.Seal(SuiteId.Ed25519, Signer.PublicKey.ToArray(), IssuerSeed, System.Text.Encoding.UTF8.GetBytes(Passphrase))
            .Save(IssuerKey);
    }

    public static TestChain Chain => TestChain.TwoAndTwo;

    public AnchoringGateway Gateway { get; }

    /// <summary>Of <c>bank-1</c>.</summary>
    public Ed25519Signer Signer { get; } = new(IssuerSeed);

    public Uri Node => new($"http://{_server.GrpcEndPoint}");

    public string Genesis => PathOf("genesis.json");

    public string IssuerKey => PathOf("issuer.key");

    public string PassphraseFile => PathOf("passphrase");

    private static byte[] IssuerSeed => [.. Enumerable.Repeat((byte)101, Ed25519Signer.SeedSize)];

    public static async Task<AnchoringWorld> StartAsync()
    {
        AnchoringGateway gateway = new();
        RpcServer server = new(gateway, RpcWorld.Loopback);
        await server.StartAsync();
        return new AnchoringWorld(gateway, server);
    }

    public string PathOf(string name) => Path.Combine(_folder.Path, name);

    public string MakeDocument(string name, string content)
    {
        File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }

    public HashedDocument Hashed(string name, string content)
        => DocumentHasher.Hash(MakeDocument(name, content), DocumentHasher.DrawSalt());

    public AnchorOrder Order(ISigner? signer = null) => new(
        Chain.Genesis.Issuers[1], signer ?? Signer, new AnchorTerms(CommitmentScheme.SaltedFile, 7, 0, 0), 1000);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Signer.Dispose();
        _folder.Dispose();
    }
}

using System.Net;
using System.Security.Cryptography;
using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;

namespace Ledger.Testnet.Hostile;

/// <summary>Calls in the nodes' own language that no honest client makes.</summary>
internal sealed class HostileCalls : IDisposable
{
    private const int HugeBytes = 64 << 20;
    private const int MostGarbageBytes = 2048;

    private static readonly AnchorTerms Terms = new(CommitmentScheme.SaltedFile, DocumentType: 1, 0, 0);

    private readonly Dictionary<int, LedgerRpcClient> _clients;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly byte[] _huge = new byte[HugeBytes];
    private readonly byte[][] _replays;
    private readonly Digest _chain;

    // Somebody's key, but not the issuer's.
    private readonly Ed25519Signer _signer = new(RandomNumberGenerator.GetBytes(Ed25519Signer.SeedSize));

    public HostileCalls(HostileTargets targets)
    {
        _chain = new Digest(Convert.FromHexString(targets.ChainId));
        _replays = [.. targets.Replays.Select(Convert.FromHexString)];
        _clients = targets.Nodes.ToDictionary(n => n.Grpc, n => new LedgerRpcClient(Address(n.Grpc)));
    }

    public Task<string> MalformedAsync(HostileTarget node, CancellationToken cancellation)
        => SubmitAsync(node, RandomNumberGenerator.GetBytes(Random.Shared.Next(1, MostGarbageBytes)), cancellation);

    /// <summary>Well formed, of the right chain and issuer: the node has to check the signature to know.</summary>
    public Task<string> WrongSignatureAsync(HostileTarget node, CancellationToken cancellation)
    {
        byte[] commitment = RandomNumberGenerator.GetBytes(Digest.Size);
        Transaction transaction = AnchorTransaction.List(_chain, new Height(5_000), 0, Terms, commitment);
        return SubmitAsync(node, SignedTransaction.Sign(transaction, _signer).Encode(), cancellation);
    }

    public Task<string> ReplayAsync(HostileTarget node, CancellationToken cancellation)
        => SubmitAsync(node, _replays[Random.Shared.Next(_replays.Length)], cancellation);

    public async Task<string> CheckAsync(HostileTarget node, CancellationToken cancellation)
    {
        CheckRequest request = new() { Commitment = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(Digest.Size)) };
        CheckResponse answer = await _clients[node.Grpc].CheckAsync(request, cancellation: cancellation);
        return $"{answer.Verdict}";
    }

    public Task<string> HugeAsync(HostileTarget node, CancellationToken cancellation)
        => SubmitAsync(node, _huge, cancellation);

    public async Task<string> HugeJsonAsync(HostileTarget node, CancellationToken cancellation)
    {
        using ByteArrayContent body = new(_huge);
        using HttpResponseMessage answer = await _http.PostAsync(
            new Uri(Address(node.Json), "/v1/submit"), body, cancellation);
        return $"{(int)answer.StatusCode}";
    }

    /// <summary>Asks for every block since the first and reads none.</summary>
    public async Task<string> DeafWatchAsync(HostileTarget node, TimeSpan stay, CancellationToken cancellation)
    {
        using HttpMessageInvoker http = new(new SocketsHttpHandler { UseProxy = false });
        byte[] message = new WatchRequest { FromHeight = 1 }.ToByteArray();
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(Address(node.Grpc), "/ledger.v1.Ledger/Watch"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, (byte)message.Length, .. message]),
        };
        request.Content.Headers.ContentType = new("application/grpc");
        request.Headers.TryAddWithoutValidation("te", "trailers");
        using HttpResponseMessage response = await http.SendAsync(request, cancellation);
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellation);
        await Task.Delay(stay, cancellation);
        return "stayed";
    }

    public void Dispose()
    {
        foreach (LedgerRpcClient client in _clients.Values)
        {
            client.Dispose();
        }

        _http.Dispose();
        _signer.Dispose();
    }

    private async Task<string> SubmitAsync(HostileTarget node, byte[] transaction, CancellationToken cancellation)
    {
        SubmitResponse answer = await _clients[node.Grpc].SubmitAsync(transaction, cancellation: cancellation);
        return $"{answer.Admission}";
    }

    private static Uri Address(int port) => new($"http://127.0.0.1:{port}");
}

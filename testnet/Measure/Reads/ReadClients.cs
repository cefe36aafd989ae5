using System.Net;
using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Testnet.Load;

namespace Ledger.Testnet.Measure.Reads;

/// <summary>As many connections to each server, and the calls that are compared.</summary>
internal sealed class ReadClients : IDisposable
{
    private readonly LedgerRpcClient[] _node;
    private readonly LedgerRpcClient[] _empty;
    private readonly HttpMessageInvoker[] _http;
    private readonly Uri _httpAddress;

    public ReadClients(int connections, Uri node, Uri emptyGrpc, Uri emptyHttp)
    {
        _node = [.. Enumerable.Range(0, connections).Select(_ => new LedgerRpcClient(node))];
        _empty = [.. Enumerable.Range(0, connections).Select(_ => new LedgerRpcClient(emptyGrpc))];
        _http = [.. Enumerable.Range(0, connections).Select(_ => new HttpMessageInvoker(
            new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null }))];
        _httpAddress = emptyHttp;
    }

    /// <exception cref="InvalidOperationException">There was no receipt in the answer.</exception>
    public async Task GetReceiptAsync(
        int connection, PreparedTransaction[] anchored, CancellationToken cancellation)
    {
        GetReceiptResponse answer = await _node[connection].GetReceiptAsync(
            RandomRequest(anchored), cancellation: cancellation);
        if (answer.State != ReceiptState.Committed || answer.Receipt.IsEmpty)
        {
            throw new InvalidOperationException($"No receipt, but {answer.State}.");
        }
    }

    public Task EmptyGrpcAsync(int connection, PreparedTransaction[] anchored, CancellationToken cancellation)
        => _empty[connection].GetReceiptAsync(RandomRequest(anchored), cancellation: cancellation);

    public async Task EmptyHttpAsync(int connection, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, _httpAddress)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using HttpResponseMessage response = await _http[connection].SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
        await response.Content.CopyToAsync(Stream.Null, cancellation);
    }

    public void Dispose()
    {
        foreach (IDisposable client in _node.Concat<IDisposable>(_empty).Concat(_http))
        {
            client.Dispose();
        }
    }

    private static GetReceiptRequest RandomRequest(PreparedTransaction[] anchored)
    {
        PreparedTransaction transaction = anchored[Random.Shared.Next(anchored.Length)];
        return new GetReceiptRequest
        {
            TransactionId = ByteString.CopyFrom(transaction.Id.ToArray()),
            LeafOffset = (uint)Random.Shared.Next(transaction.Commitments),
        };
    }
}

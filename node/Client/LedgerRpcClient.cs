using Google.Protobuf;
using Ledger.Client.Calls;
using Ledger.Client.HealthV1;
using Ledger.Client.V1;

namespace Ledger.Client;

/// <summary>A node's RPC interface (<c>ledger.v1.Ledger</c>) as typed calls.</summary>
/// <remarks>
/// Thread-safe and meant to be kept: calls share connections, and more are opened when one is full. <c>http://</c>
/// addresses speak HTTP/2 in plain text, which a node offers on loopback only; <c>https://</c> speaks TLS. A call that
/// fails throws <see cref="LedgerRpcException"/>, one that its caller cancelled
/// <see cref="OperationCanceledException"/>.
/// </remarks>
public sealed class LedgerRpcClient : IDisposable
{
    private const int StreamWindowBytes = 1024 * 1024;
    private const string Service = "/ledger.v1.Ledger/";
    private const string OperatorService = "/ledger.v1.Operator/";

    private readonly HttpMessageInvoker _http;
    private readonly GrpcCaller _caller;
    private readonly LedgerRpcClientOptions _options;

    public LedgerRpcClient(Uri address, LedgerRpcClientOptions? options = null)
    {
        _options = options ?? new LedgerRpcClientOptions();
        _http = new HttpMessageInvoker(Handler(_options));
        _caller = new GrpcCaller(_http, address, _options.MaxResponseBytes, _options.Gzip);
    }

    /// <summary>Hands in a canonical signed transaction, read in place: it must not change until the end.</summary>
    public Task<SubmitResponse> SubmitAsync(
        ReadOnlyMemory<byte> transaction,
        bool waitForReceipt = false,
        TimeSpan? deadline = null,
        CancellationToken cancellation = default)
    {
        ByteString bytes = UnsafeByteOperations.UnsafeWrap(transaction);
        return SubmitAsync(
            new SubmitRequest { Transaction = bytes, WaitForReceipt = waitForReceipt }, deadline, cancellation);
    }

    public Task<SubmitResponse> SubmitAsync(
        SubmitRequest request, TimeSpan? deadline = null, CancellationToken cancellation = default)
        => UnaryAsync("Submit", request, SubmitResponse.Parser, deadline, cancellation);

    /// <summary>Hands in all of them and tells in one message what became of them; without a deadline unless told.</summary>
    /// <remarks>What <paramref name="requests"/> throws ends the call and reaches the caller as it is.</remarks>
    public Task<SubmitBatchResponse> SubmitBatchAsync(
        IAsyncEnumerable<SubmitRequest> requests, TimeSpan? deadline = null, CancellationToken cancellation = default)
        => _caller.ClientStreamingAsync(
            Service + "SubmitBatch", requests, SubmitBatchResponse.Parser, deadline, cancellation);

    /// <summary>Hands them in as they come; each is answered in its order, and a refusal ends nothing.</summary>
    /// <remarks>As <see cref="SubmitBatchAsync"/>. Answers that are not read hold up what is sent.</remarks>
    public IAsyncEnumerable<SubmitStreamResponse> SubmitStreamAsync(
        IAsyncEnumerable<SubmitRequest> requests, TimeSpan? deadline = null, CancellationToken cancellation = default)
        => _caller.DuplexStreamingAsync(
            Service + "SubmitStream", requests, SubmitStreamResponse.Parser, deadline, cancellation);

    public Task<GetReceiptResponse> GetReceiptAsync(
        GetReceiptRequest request, TimeSpan? deadline = null, CancellationToken cancellation = default)
        => UnaryAsync("GetReceipt", request, GetReceiptResponse.Parser, deadline, cancellation);

    public Task<CheckResponse> CheckAsync(
        CheckRequest request, TimeSpan? deadline = null, CancellationToken cancellation = default)
        => UnaryAsync("Check", request, CheckResponse.Parser, deadline, cancellation);

    public Task<GetAnchorStatusResponse> GetAnchorStatusAsync(
        GetAnchorStatusRequest request, TimeSpan? deadline = null, CancellationToken cancellation = default)
        => UnaryAsync("GetAnchorStatus", request, GetAnchorStatusResponse.Parser, deadline, cancellation);

    public Task<StatusResponse> GetStatusAsync(TimeSpan? deadline = null, CancellationToken cancellation = default)
        => UnaryAsync("GetStatus", new GetStatusRequest(), StatusResponse.Parser, deadline, cancellation);

    public Task<GetEpochsResponse> GetEpochsAsync(
        GetEpochsRequest request, TimeSpan? deadline = null, CancellationToken cancellation = default)
        => UnaryAsync("GetEpochs", request, GetEpochsResponse.Parser, deadline, cancellation);

    public Task<GovernanceResponse> GetGovernanceAsync(TimeSpan? deadline = null, CancellationToken cancellation = default)
        => GetGovernanceAsync(new GetGovernanceRequest(), deadline, cancellation);

    public Task<GovernanceResponse> GetGovernanceAsync(
        GetGovernanceRequest request, TimeSpan? deadline = null, CancellationToken cancellation = default)
        => UnaryAsync("GetGovernance", request, GovernanceResponse.Parser, deadline, cancellation);

    public Task<GetHeadersResponse> GetHeadersAsync(
        GetHeadersRequest request, TimeSpan? deadline = null, CancellationToken cancellation = default)
        => UnaryAsync("GetHeaders", request, GetHeadersResponse.Parser, deadline, cancellation);

    /// <summary>Whether the node serves (<c>grpc.health.v1</c>).</summary>
    public Task<HealthCheckResponse> CheckHealthAsync(
        TimeSpan? deadline = null, CancellationToken cancellation = default)
        => _caller.UnaryAsync(
            "/grpc.health.v1.Health/Check",
            new HealthCheckRequest(),
            HealthCheckResponse.Parser,
            deadline ?? _options.DefaultDeadline,
            cancellation);

    /// <summary>Every committed block from a height on, in order; 0 = from the next one.</summary>
    public IAsyncEnumerable<BlockEvent> WatchAsync(
        ulong fromHeight = 0, TimeSpan? deadline = null, CancellationToken cancellation = default)
        => _caller.ServerStreamingAsync(
            Service + "Watch", new WatchRequest { FromHeight = fromHeight }, BlockEvent.Parser, deadline, cancellation);

    /// <summary>A backup of the node, in order, as it is written to a file; for whoever operates it, on its own machine.</summary>
    /// <param name="token">Of the node's data directory.</param>
    public IAsyncEnumerable<BackupBytes> BackupAsync(ReadOnlyMemory<byte> token, CancellationToken cancellation = default)
        => _caller.ServerStreamingAsync(
            OperatorService + "Backup",
            new BackupRequest { Token = UnsafeByteOperations.UnsafeWrap(token) },
            BackupBytes.Parser,
            deadline: null,
            cancellation);

    public void Dispose() => _http.Dispose();

    private Task<TResponse> UnaryAsync<TResponse>(
        string method,
        IMessage request,
        MessageParser<TResponse> parser,
        TimeSpan? deadline,
        CancellationToken cancellation)
        where TResponse : class, IMessage<TResponse>
        => _caller.UnaryAsync(Service + method, request, parser, deadline ?? _options.DefaultDeadline, cancellation);

    private static SocketsHttpHandler Handler(LedgerRpcClientOptions options) => new()
    {
        EnableMultipleHttp2Connections = true,
        InitialHttp2StreamWindowSize = StreamWindowBytes,
        ConnectTimeout = options.ConnectTimeout,
        KeepAlivePingDelay = options.KeepAlive,
        KeepAlivePingTimeout = options.KeepAlive,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        SslOptions = ServerTrust.From(options),
    };
}

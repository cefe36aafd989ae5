using Google.Protobuf;
using Ledger.Client;
using Microsoft.AspNetCore.Http;

namespace Ledger.Node.Rpc;

/// <summary>One call's time: until its caller goes, its deadline passes or the server stops. Knows which it was.</summary>
internal sealed class CallScope : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _caller;
    private readonly CancellationToken _stopping;

    /// <param name="deadline">Null for none.</param>
    public CallScope(TimeSpan? deadline, CancellationToken caller, CancellationToken stopping)
    {
        _caller = caller;
        _stopping = stopping;
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller, stopping);
        if (deadline is { } time)
        {
            _source.CancelAfter(time);
        }
    }

    public CancellationToken Token => _source.Token;

    public bool CallerGone => _caller.IsCancellationRequested;

    /// <summary>What the caller is told about an exception. Only <see cref="RpcException"/> speaks for itself.</summary>
    /// <param name="onFault">Hears of what the caller is not told.</param>
    public RpcException Explain(Exception exception, Action<Exception>? onFault)
    {
        if (exception is RpcException answer)
        {
            return answer;
        }

        if (_source.IsCancellationRequested)
        {
            return Ended();
        }

        if (exception is InvalidProtocolBufferException)
        {
            return new RpcException(GrpcStatus.Internal, "The request is not a valid message.");
        }

        if (exception is BadHttpRequestException broken)
        {
            return new RpcException(GrpcStatus.InvalidArgument, $"MALFORMED_REQUEST: {broken.Message}");
        }

        onFault?.Invoke(exception);
        return new RpcException(GrpcStatus.Internal, "The node failed to answer.");
    }

    public void Dispose() => _source.Dispose();

    private RpcException Ended()
        => _caller.IsCancellationRequested ? new RpcException(GrpcStatus.Cancelled, "The caller went away.")
            : _stopping.IsCancellationRequested ? new RpcException(GrpcStatus.Unavailable, "NOT_READY: the node is stopping")
            : new RpcException(GrpcStatus.DeadlineExceeded, "The deadline passed before the answer.");
}

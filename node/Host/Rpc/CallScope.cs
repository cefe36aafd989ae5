using Google.Protobuf;
using Ledger.Client.Errors;
using Microsoft.AspNetCore.Http;

namespace Ledger.Node.Rpc;

/// <summary>One call's time, which ends when its caller goes, its deadline passes or the server stops.</summary>
/// <remarks>
/// Says what the caller is told about an exception, and reports those it is not told: none is lost, not even of a
/// gateway that fails after its call was given up.
/// </remarks>
internal sealed class CallScope : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _caller;
    private readonly CancellationToken _stopping;
    private readonly Action<Exception>? _onFault;
    private readonly ErrorCode _late;

    /// <param name="late">What the caller is told when its time has passed.</param>
    public CallScope(
        TimeSpan time,
        ErrorCode late,
        CancellationToken caller,
        CancellationToken stopping,
        Action<Exception>? onFault)
    {
        _late = late;
        _caller = caller;
        _stopping = stopping;
        _onFault = onFault;
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller, stopping);
        _source.CancelAfter(time);
    }

    public CancellationToken Token => _source.Token;

    public bool CallerGone => _caller.IsCancellationRequested;

    /// <summary>Waits for the gateway while the call has time, and no longer should it not notice the end.</summary>
    public async Task<T> AnswerAsync<T>(Task<T> answer)
    {
        try
        {
            return await answer.WaitAsync(Token);
        }
        catch (OperationCanceledException) when (!answer.IsCompleted)
        {
            _ = answer.ContinueWith(
                late => Report(late.Exception!.GetBaseException()), TaskContinuationOptions.OnlyOnFaulted);
            throw;
        }
    }

    /// <summary>What the caller is told: only a <see cref="RpcException"/> speaks for itself.</summary>
    public RpcException Explain(Exception exception)
    {
        switch (exception)
        {
            case RpcException answer:
                return answer;
            case OperationCanceledException when _source.IsCancellationRequested:
            case IOException when CallerGone:
                return Ended();
            case OperationCanceledException:
                return Stopping(); // not this call has ended, but the engine that it asked
            case InvalidProtocolBufferException:
                return new RpcException(ErrorCode.MalformedMessage);
            case InvalidDataException:
                return new RpcException(ErrorCode.MalformedRequest, "the body is not whole gzip");
            case BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout }:
                return new RpcException(ErrorCode.RequestTooSlow);
            case BadHttpRequestException broken:
                return new RpcException(ErrorCode.MalformedRequest, broken.Message);
            default:
                Report(exception);
                return new RpcException(ErrorCode.Internal);
        }
    }

    public void Dispose() => _source.Dispose();

    private void Report(Exception exception)
    {
        if (exception is not RpcException)
        {
            _onFault?.Invoke(exception);
        }
    }

    private RpcException Ended()
        => CallerGone ? new RpcException(ErrorCode.Cancelled)
            : _stopping.IsCancellationRequested ? Stopping()
            : new RpcException(_late);

    private static RpcException Stopping() => new(ErrorCode.NotReady, "the node is stopping");
}

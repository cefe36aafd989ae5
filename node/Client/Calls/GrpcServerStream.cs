using System.Runtime.ExceptionServices;
using Google.Protobuf;

namespace Ledger.Client.Calls;

/// <summary>The responses of one streaming call under way, and its deadline.</summary>
/// <remarks>Disposing it before the end resets the stream, which the server sees as cancelled.</remarks>
internal sealed class GrpcServerStream<TResponse>(
    MessageParser<TResponse> parser, CallClock clock, int maxMessageBytes, Func<Exception?>? ownFailure = null)
    : IAsyncDisposable
    where TResponse : class, IMessage<TResponse>
{
    private HttpResponseMessage? _response;
    private GrpcResponseReader? _reader;

    public Task OpenAsync(Func<CancellationToken, Task<HttpResponseMessage>> send, CancellationToken caller)
        => GuardedAsync(() => SendAsync(send), caller);

    /// <summary>The next message, or null when the call ended with OK.</summary>
    public Task<TResponse?> NextAsync(CancellationToken caller) => GuardedAsync(ReadAsync, caller);

    public ValueTask DisposeAsync()
    {
        _reader?.Dispose();
        _response?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<TResponse?> SendAsync(Func<CancellationToken, Task<HttpResponseMessage>> send)
    {
        _response = await send(clock.Token).ConfigureAwait(false);
        GrpcResponseStatus.ExpectMessages(_response);
        Stream body = await _response.Content.ReadAsStreamAsync(clock.Token).ConfigureAwait(false);
        _reader = GrpcResponseReader.Of(_response, body, maxMessageBytes);
        return null;
    }

    private async Task<TResponse?> ReadAsync()
    {
        TResponse? message = await _reader!.ReadAsync(parser, clock.Token).ConfigureAwait(false);
        if (message is null)
        {
            GrpcResponseStatus.ExpectOk(_response!);
        }

        return message;
    }

    private async Task<TResponse?> GuardedAsync(Func<Task<TResponse?>> step, CancellationToken caller)
    {
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (Exception) when (ownFailure?.Invoke() is { } own)
        {
            // Not the call failed but what the caller was sending.
            ExceptionDispatchInfo.Throw(own);
            throw;
        }
        catch (Exception exception) when (clock.DeadlinePassed && exception is not LedgerRpcException)
        {
            throw CallClock.Exceeded();
        }
        catch (Exception exception) when (GrpcFailure.IsTransport(exception))
        {
            caller.ThrowIfCancellationRequested();
            throw GrpcFailure.Of(exception);
        }
    }
}

using System.Net;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Ledger.Client.Wire;

namespace Ledger.Client.Calls;

/// <summary>Speaks gRPC over an HTTP/2 connection pool: calls of all four shapes.</summary>
/// <remarks>
/// Thread-safe. A call ends in one of three ways: its messages, a <see cref="LedgerRpcException"/>, or
/// <see cref="OperationCanceledException"/> when the caller's own token was cancelled.
/// </remarks>
internal sealed class GrpcCaller(HttpMessageInvoker http, Uri address, int maxMessageBytes, bool gzip)
{
    public async Task<TResponse> UnaryAsync<TResponse>(
        string path, IMessage request, MessageParser<TResponse> parser, TimeSpan? deadline, CancellationToken caller)
        where TResponse : class, IMessage<TResponse>
    {
        using CallClock clock = new(deadline, caller);
        try
        {
            using HttpResponseMessage response = await SendAsync(path, request, deadline, clock.Token)
                .ConfigureAwait(false);
            return await ReadSingleAsync(response, parser, clock.Token).ConfigureAwait(false);
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

    public async IAsyncEnumerable<TResponse> ServerStreamingAsync<TResponse>(
        string path,
        IMessage request,
        MessageParser<TResponse> parser,
        TimeSpan? deadline,
        [EnumeratorCancellation] CancellationToken caller)
        where TResponse : class, IMessage<TResponse>
    {
        using CallClock clock = new(deadline, caller);
        await using GrpcServerStream<TResponse> stream = new(parser, clock, maxMessageBytes);
        await stream.OpenAsync(token => SendAsync(path, request, deadline, token), caller).ConfigureAwait(false);
        while (await stream.NextAsync(caller).ConfigureAwait(false) is { } message)
        {
            yield return message;
        }
    }

    /// <summary>Many requests, one response at their end.</summary>
    public async Task<TResponse> ClientStreamingAsync<TResponse>(
        string path,
        IAsyncEnumerable<IMessage> requests,
        MessageParser<TResponse> parser,
        TimeSpan? deadline,
        CancellationToken caller)
        where TResponse : class, IMessage<TResponse>
    {
        TResponse? only = null;
        await foreach (TResponse response in DuplexStreamingAsync(path, requests, parser, deadline, caller)
            .ConfigureAwait(false))
        {
            only = only is null ? response : throw NotOne();
        }

        return only ?? throw NotOne();
    }

    /// <summary>Requests and responses at once; leaving the responses ends the requests.</summary>
    public async IAsyncEnumerable<TResponse> DuplexStreamingAsync<TResponse>(
        string path,
        IAsyncEnumerable<IMessage> requests,
        MessageParser<TResponse> parser,
        TimeSpan? deadline,
        [EnumeratorCancellation] CancellationToken caller)
        where TResponse : class, IMessage<TResponse>
    {
        using CallClock clock = new(deadline, caller);
        GrpcStreamContent content = new(requests, gzip, clock.Token);
        await using GrpcServerStream<TResponse> stream = new(parser, clock, maxMessageBytes, () => content.Failure);
        await stream.OpenAsync(token => SendAsync(path, content, deadline, token), caller).ConfigureAwait(false);
        while (await stream.NextAsync(caller).ConfigureAwait(false) is { } message)
        {
            yield return message;
        }
    }

    private Task<HttpResponseMessage> SendAsync(
        string path, IMessage message, TimeSpan? deadline, CancellationToken cancellation)
        => SendAsync(path, Content(message), deadline, cancellation);

    private async Task<HttpResponseMessage> SendAsync(
        string path, HttpContent content, TimeSpan? deadline, CancellationToken cancellation)
    {
        // Not disposed: its content may still be on its way when the response begins, and it holds nothing.
        HttpRequestMessage request = new(HttpMethod.Post, new Uri(address, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.TryAddWithoutValidation("te", "trailers");
        if (gzip)
        {
            request.Headers.TryAddWithoutValidation(GrpcHeaders.Encoding, GzipMessage.Encoding);
            request.Headers.TryAddWithoutValidation(GrpcHeaders.AcceptEncoding, GrpcHeaders.EncodingsSpoken);
        }

        if (deadline is { } timeout)
        {
            request.Headers.TryAddWithoutValidation(GrpcHeaders.Timeout, GrpcTimeout.Format(timeout));
        }

        return await http.SendAsync(request, cancellation).ConfigureAwait(false);
    }

    private HttpContent Content(IMessage message)
        => gzip && message.CalculateSize() > GzipMessage.WorthwhileBytes
            ? new ByteArrayContent(GrpcFrame.Of(message, gzip: true))
            {
                Headers = { ContentType = GrpcRequestContent.MediaType },
            }
            : new GrpcRequestContent(message);

    private async Task<TResponse> ReadSingleAsync<TResponse>(
        HttpResponseMessage response, MessageParser<TResponse> parser, CancellationToken cancellation)
        where TResponse : class, IMessage<TResponse>
    {
        GrpcResponseStatus.ExpectMessages(response);
        using Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using GrpcResponseReader reader = GrpcResponseReader.Of(response, body, maxMessageBytes);
        TResponse? message = await reader.ReadAsync(parser, cancellation).ConfigureAwait(false);
        TResponse? second = message is null ? null : await reader.ReadAsync(parser, cancellation).ConfigureAwait(false);
        GrpcResponseStatus.ExpectOk(response);
        return message is not null && second is null
            ? message
            : throw NotOne();
    }

    private static LedgerRpcException NotOne()
        => new(GrpcStatus.Internal, "The response has exactly one message.");
}

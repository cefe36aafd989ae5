using System.Net;
using Google.Protobuf;
using Ledger.Client.Wire;

namespace Ledger.Client.Calls;

/// <summary>The body of a request with many messages, each sent as it comes and no faster than the server reads.</summary>
/// <remarks>
/// What the sequence of messages throws ends the call, and <see cref="Failure"/> keeps it for the caller: the transport
/// would only say that the stream was reset.
/// </remarks>
internal sealed class GrpcStreamContent : HttpContent
{
    private readonly IAsyncEnumerable<IMessage> _messages;
    private readonly bool _gzip;
    private readonly CancellationToken _call;

    public GrpcStreamContent(IAsyncEnumerable<IMessage> messages, bool gzip, CancellationToken call)
    {
        _messages = messages;
        _gzip = gzip;
        _call = call;
        Headers.ContentType = GrpcRequestContent.MediaType;
    }

    /// <summary>What ended the messages before their end; null while all is well.</summary>
    public Exception? Failure { get; private set; }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(_call, cancellationToken);
        await foreach (IMessage message in GuardedAsync(either.Token).ConfigureAwait(false))
        {
            await SendAsync(stream, message, either.Token).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(Stream stream, IMessage message, CancellationToken cancellation)
    {
        await stream.WriteAsync(GrpcFrame.Of(message, _gzip), cancellation).ConfigureAwait(false);
        await stream.FlushAsync(cancellation).ConfigureAwait(false);
    }

    // Tells a failure of the sequence from one of the connection.
    private async IAsyncEnumerable<IMessage> GuardedAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await using IAsyncEnumerator<IMessage> messages = _messages.GetAsyncEnumerator(cancellation);
        while (true)
        {
            try
            {
                if (!await messages.MoveNextAsync().ConfigureAwait(false))
                {
                    yield break;
                }
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested)
            {
                Failure = exception;
                throw;
            }

            yield return messages.Current;
        }
    }
}

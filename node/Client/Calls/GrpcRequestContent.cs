using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Ledger.Client.Wire;

namespace Ledger.Client.Calls;

/// <summary>The body of a unary or server-streaming request: one message behind its prefix, then the end.</summary>
/// <remarks>The message is encoded once, into a rented buffer, when the connection is ready to take it.</remarks>
internal sealed class GrpcRequestContent : HttpContent
{
    public static readonly MediaTypeHeaderValue MediaType = new(GrpcHeaders.ContentType);

    private readonly IMessage _message;
    private readonly int _messageBytes;

    public GrpcRequestContent(IMessage message)
    {
        _message = message;
        _messageBytes = message.CalculateSize();
        Headers.ContentType = MediaType;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = GrpcPrefix.Size + _messageBytes;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        int length = GrpcPrefix.Size + _messageBytes;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            GrpcPrefix.Write(buffer, _messageBytes);
            _message.WriteTo(buffer.AsSpan(GrpcPrefix.Size, _messageBytes));
            await stream.WriteAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

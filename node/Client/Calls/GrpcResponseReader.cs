using System.Buffers;
using Google.Protobuf;
using Ledger.Client.Wire;

namespace Ledger.Client.Calls;

/// <summary>Takes the messages of a response off its stream, one at a time.</summary>
/// <remarks>
/// Holds one message at most, and never one longer than the bound. A response that breaks the framing is INTERNAL, one
/// that is too long RESOURCE_EXHAUSTED. Not thread-safe.
/// </remarks>
internal sealed class GrpcResponseReader(Stream stream, int maxMessageBytes, bool inflates) : IDisposable
{
    private readonly byte[] _prefix = new byte[GrpcPrefix.Size];
    private byte[] _buffer = [];
    private bool _compressed;

    public static GrpcResponseReader Of(HttpResponseMessage response, Stream body, int maxMessageBytes)
    {
        string? encoding = GrpcResponseStatus.First(response.Headers, GrpcHeaders.Encoding);
        return new GrpcResponseReader(body, maxMessageBytes, inflates: encoding == GzipMessage.Encoding);
    }

    /// <summary>The next message, or null at the end of the stream.</summary>
    public async ValueTask<T?> ReadAsync<T>(MessageParser<T> parser, CancellationToken cancellation)
        where T : class, IMessage<T>
    {
        int read = await stream.ReadAtLeastAsync(_prefix, GrpcPrefix.Size, throwOnEndOfStream: false, cancellation)
            .ConfigureAwait(false);
        if (read == 0)
        {
            return null;
        }

        int length = LengthOf(read);
        Grow(length);
        if (await stream.ReadAtLeastAsync(_buffer.AsMemory(0, length), length, false, cancellation)
            .ConfigureAwait(false) < length)
        {
            throw Broken("The response ended inside a message.");
        }

        return Parse(parser, length);
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private int LengthOf(int read)
    {
        if (read < GrpcPrefix.Size)
        {
            throw Broken("The response ended inside a message prefix.");
        }

        (_compressed, uint length) = GrpcPrefix.Read(_prefix);
        if (_compressed && !inflates)
        {
            throw Broken("The response is compressed in a way that was not offered.");
        }

        return length <= maxMessageBytes
            ? (int)length
            : throw TooLong($"{length}");
    }

    private LedgerRpcException TooLong(string length)
        => new(GrpcStatus.ResourceExhausted, $"The response has {length} bytes, at most {maxMessageBytes} are taken.");

    private void Grow(int length)
    {
        if (_buffer.Length < length)
        {
            Dispose();
            _buffer = ArrayPool<byte>.Shared.Rent(length);
        }
    }

    private T Parse<T>(MessageParser<T> parser, int length)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(_compressed ? Inflate(length).Span : _buffer.AsSpan(0, length));
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidDataException)
        {
            throw new LedgerRpcException(GrpcStatus.Internal, "The response is not a valid message.", exception);
        }
    }

    private ReadOnlyMemory<byte> Inflate(int length)
        => GzipMessage.Inflate(_buffer[..length], maxMessageBytes) ?? throw TooLong("too many");

    private static LedgerRpcException Broken(string message) => new(GrpcStatus.Internal, message);
}

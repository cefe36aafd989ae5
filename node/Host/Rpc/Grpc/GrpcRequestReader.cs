using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using Ledger.Client.Errors;
using Ledger.Client.Wire;
using Ledger.Node.Rpc.Edge;

namespace Ledger.Node.Rpc.Grpc;

/// <summary>Takes the messages of a request out of its pipe, parsing them where they lie.</summary>
/// <remarks>
/// A message is only kept in the pipe until it is whole, and refused on its prefix when it is longer than the bound
/// (RESOURCE_EXHAUSTED), as is a compressed one that inflates beyond it. Broken framing is INTERNAL, an encoding other
/// than identity and gzip UNIMPLEMENTED (grpc/doc/compression.md, statuscodes.md).
/// </remarks>
internal sealed class GrpcRequestReader(PipeReader body, HeldBytes held, int maxMessageBytes, string? encoding)
{
    /// <summary>The one message of a request that must have exactly one, and nothing behind it.</summary>
    public async ValueTask<T> ReadSingleAsync<T>(MessageParser<T> parser, CancellationToken cancellation)
        where T : class, IMessage<T>
    {
        T message = await ReadAsync(parser, cancellation) ?? throw Broken("The request has no message.");
        await ExpectEndAsync(cancellation);
        return message;
    }

    /// <summary>The next message, or null at the end of the request.</summary>
    public async ValueTask<T?> ReadAsync<T>(MessageParser<T> parser, CancellationToken cancellation)
        where T : class, IMessage<T>
    {
        while (true)
        {
            ReadResult read = await body.ReadAsync(cancellation);
            if (TryTake(read.Buffer, parser, out T? message, out SequencePosition consumed))
            {
                body.AdvanceTo(consumed);
                return message;
            }

            if (read.IsCompleted)
            {
                return read.Buffer.IsEmpty ? null : throw Broken("The request ended inside a message.");
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private async ValueTask ExpectEndAsync(CancellationToken cancellation)
    {
        while (true)
        {
            ReadResult read = await body.ReadAsync(cancellation);
            if (!read.Buffer.IsEmpty)
            {
                throw Broken("The request has more than one message.");
            }

            if (read.IsCompleted)
            {
                return;
            }

            body.AdvanceTo(read.Buffer.End);
        }
    }

    private bool TryTake<T>(
        ReadOnlySequence<byte> buffer, MessageParser<T> parser, out T? message, out SequencePosition consumed)
        where T : class, IMessage<T>
    {
        message = null;
        consumed = buffer.Start;
        if (buffer.Length < GrpcPrefix.Size)
        {
            return false;
        }

        (bool compressed, int length) = PrefixOf(buffer);
        if (buffer.Length < GrpcPrefix.Size + length)
        {
            held.Set(length);
            return false;
        }

        held.Set(0);
        ReadOnlySequence<byte> payload = buffer.Slice(GrpcPrefix.Size, length);
        message = parser.ParseFrom(compressed ? Inflate(payload) : payload);
        consumed = payload.End;
        return true;
    }

    private (bool Compressed, int Length) PrefixOf(ReadOnlySequence<byte> buffer)
    {
        Span<byte> prefix = stackalloc byte[GrpcPrefix.Size];
        buffer.Slice(0, GrpcPrefix.Size).CopyTo(prefix);
        (bool compressed, uint length) = GrpcPrefix.Read(prefix);
        if (compressed && encoding != GzipMessage.Encoding)
        {
            throw Compressed();
        }

        return length <= maxMessageBytes ? (compressed, (int)length) : throw TooLong($"has {length} bytes");
    }

    private ReadOnlySequence<byte> Inflate(in ReadOnlySequence<byte> payload)
    {
        try
        {
            ReadOnlyMemory<byte>? message = GzipMessage.Inflate(payload.ToArray(), maxMessageBytes);
            return new ReadOnlySequence<byte>(message ?? throw TooLong("inflates to more"));
        }
        catch (InvalidDataException)
        {
            throw Broken("The message is marked compressed, but is not whole gzip.");
        }
    }

    private RpcException TooLong(string what)
        => new(ErrorCode.RequestTooLarge, $"the message {what}, at most {maxMessageBytes} bytes are taken");

    // Without a named encoding the flag contradicts the header; with one, the client needs another encoding.
    private RpcException Compressed() => encoding is null or GrpcHeaders.Identity
        ? Broken("The message is marked compressed, but the call names no encoding.")
        : new RpcException(ErrorCode.UnsupportedEncoding, $"The encoding {encoding} is not spoken, only {GrpcHeaders.EncodingsSpoken}.");

    private static RpcException Broken(string message) => new(ErrorCode.MalformedFrame, message);
}

using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.Wire;
using Ledger.Node.Rpc.Edge;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Primitives;

namespace Ledger.Node.Rpc.Grpc;

/// <summary>One gRPC call under way: its messages in, its messages out, its end.</summary>
internal sealed class GrpcCall(HttpContext context, CallScope scope, HeldBytes held, int maxRequestBytes)
{
    private readonly GrpcRequestReader _reader =
        new(context.Request.BodyReader, held, maxRequestBytes, context.Request.Headers[GrpcHeaders.Encoding]);

    // Told in the headers whatever the messages, which then say of themselves whether they are compressed.
    private readonly bool _gzip = OffersGzip(context);

    public CancellationToken Cancellation => scope.Token;

    /// <summary>The caller is on this machine: it comes from loopback, or from the very address that it calls.</summary>
    public bool IsLocal
    {
        get
        {
            ConnectionInfo connection = context.Connection;
            return connection.RemoteIpAddress is { } from && (IPAddress.IsLoopback(Plain(from)) || from.Equals(connection.LocalIpAddress));

            static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        }
    }

    /// <summary>The call's time, and what its caller is told about a failure.</summary>
    public CallScope Scope => scope;

    /// <summary>The gateway's answer, or the end of the call's time if that comes first.</summary>
    public Task<T> AnswerAsync<T>(Task<T> answer) => scope.AnswerAsync(answer);

    /// <summary>The one request message of a unary or server-streaming call.</summary>
    public ValueTask<T> ReadSingleAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T>
        => _reader.ReadSingleAsync(parser, scope.Token);

    /// <summary>The request messages of a call that may have many, each read when it is asked for.</summary>
    public IAsyncEnumerable<T> ReadAllAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T>
        => ReadAllAsync(parser, scope.Token);

    /// <summary>Lets the client be silent between its messages, which the server's minimum rate would end.</summary>
    public void AllowPauses()
        => context.Features.GetRequiredFeature<IHttpMinRequestBodyDataRateFeature>().MinDataRate = null;

    /// <summary>Encodes a message straight into the connection's buffer, without sending it yet.</summary>
    /// <remarks>Compressed when the client takes gzip and the message is worth it.</remarks>
    public void Write(IMessage message)
    {
        int length = message.CalculateSize();
        if (_gzip && length > GzipMessage.WorthwhileBytes)
        {
            context.Response.BodyWriter.Write(GrpcFrame.Of(message, gzip: true));
            return;
        }

        GrpcPrefix.Write(context.Response.BodyWriter.GetSpan(GrpcPrefix.Size), length);
        context.Response.BodyWriter.Advance(GrpcPrefix.Size);
        message.WriteTo(context.Response.BodyWriter);
    }

    /// <summary>Sends what was written and waits while the client is not keeping up.</summary>
    public async ValueTask FlushAsync()
    {
        await context.Response.BodyWriter.FlushAsync(scope.Token);

        // A flush to a client that has gone returns quietly; the stream must end all the same.
        scope.Token.ThrowIfCancellationRequested();
    }

    public void Succeed() => context.Response.AppendTrailer(GrpcHeaders.Status, "0");

    /// <summary>Ends the call with a status other than OK, as trailers-only when nothing was sent yet.</summary>
    public static void Fail(HttpContext context, RpcException failure)
    {
        RpcObserver.Note(context, failure);
        Set(context.Response, GrpcHeaders.Status, ((int)failure.Status).ToString());
        Set(context.Response, GrpcHeaders.Message, GrpcMessageText.Encode(failure.Message));
        Set(context.Response, GrpcHeaders.StatusDetails, failure.Details.Encode(failure.Error));
    }

    private static bool OffersGzip(HttpContext context)
    {
        bool taken = GzipMessage.IsAcceptedBy(context.Request.Headers[GrpcHeaders.AcceptEncoding]);
        if (taken)
        {
            context.Response.Headers[GrpcHeaders.Encoding] = GzipMessage.Encoding;
        }

        return taken;
    }

    private static void Set(HttpResponse response, string name, StringValues value)
    {
        if (response.HasStarted)
        {
            response.AppendTrailer(name, value);
        }
        else
        {
            response.Headers[name] = value;
        }
    }

    private async IAsyncEnumerable<T> ReadAllAsync<T>(
        MessageParser<T> parser, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class, IMessage<T>
    {
        while (await _reader.ReadAsync(parser, cancellation) is { } message)
        {
            yield return message;
        }
    }
}

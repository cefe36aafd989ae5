using System.Buffers;
using System.IO.Pipelines;
using Ledger.Client.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Ledger.Node.Rpc.Edge;

/// <summary>Looks at a connection's first bytes: whether they come in time, and are those of the port's protocol.</summary>
/// <remarks>
/// HTTP/1 on the gRPC port is answered HTTP2_REQUIRED, HTTP/2 on the JSON port HTTP1_REQUIRED, each in the client's own
/// protocol. Nothing is taken off the connection: what fits is read again by the server.
/// </remarks>
internal sealed class PrefaceCheck(RpcPort port, TimeSpan patience)
{
    private enum Seen
    {
        Nothing,
        Http1,
        Http2,
        Other,
    }

    private static ReadOnlySpan<byte> Http2Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        byte[]? refusal = (await LookAsync(connection), port) switch
        {
            (Seen.Nothing, RpcPort.Json) => ConnectionRefusal.Http1(ErrorCode.RequestTooSlow),
            (Seen.Nothing, _) => [],
            (Seen.Http1, RpcPort.Grpc) => ConnectionRefusal.Http1(ErrorCode.Http2Required),
            (Seen.Http2, RpcPort.Json)
                => ConnectionRefusal.Http2(ErrorCode.Http1Required, null, ConnectionRefusal.Http11Required),
            _ => null,
        };
        await (refusal is null ? next(connection) : ConnectionRefusal.SendAsync(connection, refusal));
    }

    private async Task<Seen> LookAsync(ConnectionContext connection)
    {
        CancellationToken stopping =
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        using CancellationTokenSource time =
            CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, stopping);
        time.CancelAfter(patience);
        try
        {
            return await LookAsync(connection.Transport.Input, time.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            return Seen.Nothing;
        }
    }

    private static async Task<Seen> LookAsync(PipeReader input, CancellationToken time)
    {
        while (true)
        {
            ReadResult read = await input.ReadAsync(time);
            if (Judge(read.Buffer) is { } seen || read.IsCompleted)
            {
                Seen judged = Judge(read.Buffer) ?? Seen.Nothing;
                input.AdvanceTo(read.Buffer.Start);
                return judged;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Null while it may still become HTTP/2's.</summary>
    private static Seen? Judge(in ReadOnlySequence<byte> begun)
    {
        Span<byte> first = stackalloc byte[(int)Math.Min(begun.Length, Http2Preface.Length)];
        begun.Slice(0, first.Length).CopyTo(first);
        return first.SequenceEqual(Http2Preface) ? Seen.Http2
            : Http2Preface.StartsWith(first) ? null
            : char.IsAsciiLetterUpper((char)first[0]) ? Seen.Http1
            : Seen.Other;
    }
}

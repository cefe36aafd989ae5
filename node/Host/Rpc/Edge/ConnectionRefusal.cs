using System.Buffers.Binary;
using System.Text;
using Ledger.Client.Errors;
using Ledger.Node.Rpc.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.WebUtilities;

namespace Ledger.Node.Rpc.Edge;

/// <summary>Says why to a connection that is not served, in the protocol it speaks, and sees it closed.</summary>
internal static class ConnectionRefusal
{
    // Error codes of HTTP/2: RFC 9113, section 7.
    public const uint EnhanceYourCalm = 0xB;
    public const uint Http11Required = 0xD;

    private const int FrameHeadBytes = 9;
    private const byte SettingsType = 4;
    private const byte GoAwayType = 7;

    /// <summary>A close with bytes unread would reset the connection and take the answer along.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(500);

    /// <summary>A whole HTTP/1.1 answer with the error as JSON.</summary>
    public static byte[] Http1(ErrorCode code, string? why = null)
    {
        RpcException refusal = new(code, why);
        byte[] body = JsonAnswer.ErrorBody(refusal);
        StringBuilder head = new();
        head.Append($"HTTP/1.1 {refusal.Error.Http} {ReasonPhrases.GetReasonPhrase(refusal.Error.Http)}\r\n");
        head.Append($"Content-Type: {JsonAnswer.MediaType}\r\nContent-Length: {body.Length}\r\nConnection: close");
        head.Append(code == ErrorCode.Http2Required ? ", Upgrade\r\nUpgrade: h2c\r\n" : "\r\n");
        head.Append(refusal.Error.RetryAfter is { } delay ? $"Retry-After: {(int)delay.TotalSeconds}\r\n\r\n" : "\r\n");
        return [.. Encoding.ASCII.GetBytes(head.ToString()), .. body];
    }

    /// <summary>A server's first frame and its last: SETTINGS, and GOAWAY with the refusal's message.</summary>
    public static byte[] Http2(ErrorCode code, string? why, uint error)
    {
        byte[] message = Encoding.ASCII.GetBytes(new RpcException(code, why).Message);
        byte[] frames = new byte[FrameHeadBytes + FrameHeadBytes + 8 + message.Length];
        frames[3] = SettingsType;
        Span<byte> goAway = frames.AsSpan(FrameHeadBytes);
        BinaryPrimitives.WriteUInt16BigEndian(goAway[1..], (ushort)(8 + message.Length));
        goAway[3] = GoAwayType;
        BinaryPrimitives.WriteUInt32BigEndian(goAway[(FrameHeadBytes + 4)..], error);
        message.CopyTo(goAway[(FrameHeadBytes + 8)..]);
        return frames;
    }

    public static async Task SendAsync(ConnectionContext connection, byte[] answer)
    {
        using CancellationTokenSource time = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        time.CancelAfter(Linger);
        try
        {
            await connection.Transport.Output.WriteAsync(answer, time.Token);
            await connection.Transport.Output.CompleteAsync();
            await DrainAsync(connection, time.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // It has its answer, or did not stay to hear it.
        }
    }

    private static async Task DrainAsync(ConnectionContext connection, CancellationToken time)
    {
        while (await connection.Transport.Input.ReadAsync(time) is { IsCompleted: false } read)
        {
            connection.Transport.Input.AdvanceTo(read.Buffer.End);
        }
    }
}

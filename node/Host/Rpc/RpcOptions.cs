using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace Ledger.Node.Rpc;

/// <summary>Where and within which bounds the RPC is served.</summary>
public sealed record RpcOptions
{
    /// <summary>Where gRPC is served, over HTTP/2. Port 0 lets the system choose.</summary>
    public required IPEndPoint Grpc { get; init; }

    /// <summary>Where JSON is served, over HTTP/1.1. Port 0 lets the system choose.</summary>
    public required IPEndPoint Json { get; init; }

    /// <summary>With its private key; demanded unless both addresses are loopback.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The longest request message, in bytes; a JSON body may be twice that, for its hex digits.</summary>
    public int MaxRequestBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Connections held at once, on both ports together; one more is told TOO_MANY_CONNECTIONS.</summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary>Refused connections that are being told so; further ones are closed at once.</summary>
    public static int RefusedBeside(int connections) => Math.Clamp(connections / 4, 1, 256);

    /// <summary>Of these, connections from one address, or from one /64 of IPv6.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 256;

    /// <summary>A connection on which nothing happens is closed after this time.</summary>
    public TimeSpan MaxConnectionIdle { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A silent HTTP/2 connection with calls under way is asked this often whether it is still there.</summary>
    public TimeSpan PingDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the answer to that may take.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a connection may take to its first bytes, and a request with its headers.</summary>
    public TimeSpan MaxHeadersTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The headers of one request together, in bytes.</summary>
    public int MaxHeadersBytes { get; init; } = 16 * 1024;

    /// <summary>How many headers one request may have.</summary>
    public int MaxHeaders { get; init; } = 64;

    /// <summary>The first line of an HTTP/1.1 request, in bytes.</summary>
    public int MaxRequestLineBytes { get; init; } = 4 * 1024;

    /// <summary>A body that comes, or an answer that is taken, more slowly is given up; pauses of streams apart.</summary>
    public double MinBytesPerSecond { get; init; } = 240;

    /// <summary>How long a body or an answer may be slower than that at first.</summary>
    public TimeSpan SlowStartTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of messages and bodies not yet whole that all calls together may hold; then BUSY.</summary>
    public long MaxUnfinishedBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Calls under way at once on one HTTP/2 connection; more wait at the client.</summary>
    public int MaxCallsPerConnection { get; init; } = 256;

    /// <summary>Submissions of one stream or batch that may wait for their answers; more wait at the client.</summary>
    public int MaxSubmissionsInFlight { get; init; } = 64;

    /// <summary>Bytes of transactions that wait so on one stream; a longer one waits until it is alone.</summary>
    public int MaxSubmissionBytesInFlight { get; init; } = 8 * 1024 * 1024;

    /// <summary>Unary calls under way at once; one more is told BUSY.</summary>
    public int MaxUnaryCalls { get; init; } = 8192;

    /// <summary>Watches open at once, of blocks and of health; one more is told TOO_MANY_STREAMS.</summary>
    public int MaxWatchStreams { get; init; } = 256;

    /// <summary>Streams and batches of submissions, and of reflection, open at once; then TOO_MANY_STREAMS.</summary>
    public int MaxSubmitStreams { get; init; } = 64;

    /// <summary>The longest a watch may last; it is then told STREAM_EXPIRED and may begin again where it was.</summary>
    public TimeSpan MaxWatchTime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The longest a stream or batch of submissions may last.</summary>
    public TimeSpan MaxSubmitStreamTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long such a stream may be silent while nothing of it waits for an answer; then STREAM_IDLE.</summary>
    public TimeSpan MaxSubmitStreamIdle { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Whose time that is.</summary>
    public TimeProvider IdleClock { get; init; } = TimeProvider.System;

    /// <summary>The longest a unary call may take; a client may ask for less.</summary>
    public TimeSpan MaxUnaryTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Told of every exception that is no answer, from any thread; the caller only hears INTERNAL.</summary>
    public Action<Exception>? OnFault { get; init; }

    /// <summary>Told of every call that ended: method, stable code or status, time. From any thread.</summary>
    public Action<string, string, TimeSpan>? OnCall { get; init; }

    /// <summary>Serves what the JSON port does not know: metrics, log tiles, the page.</summary>
    public RequestDelegate? Fallback { get; init; }
}

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

    /// <summary>Connections held at once, on both ports together.</summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary>Calls under way at once on one HTTP/2 connection; more wait at the client.</summary>
    public int MaxCallsPerConnection { get; init; } = 256;

    /// <summary>Submissions of one stream or batch that may wait for their answers; more wait at the client.</summary>
    public int MaxSubmissionsInFlight { get; init; } = 64;

    /// <summary>Bytes of transactions that wait so on one stream; a longer one waits until it is alone.</summary>
    public int MaxSubmissionBytesInFlight { get; init; } = 16 * 1024 * 1024;

    /// <summary>The longest a unary call may take; a client may ask for less. A stream has its client's or none.</summary>
    public TimeSpan MaxUnaryTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Told of every exception that is no answer, from any thread; the caller only hears INTERNAL.</summary>
    public Action<Exception>? OnFault { get; init; }

    /// <summary>Told of every call that ended: method, stable code or status, time. From any thread.</summary>
    public Action<string, string, TimeSpan>? OnCall { get; init; }

    /// <summary>Serves what the JSON port does not know: metrics, log tiles, the page.</summary>
    public RequestDelegate? Fallback { get; init; }
}

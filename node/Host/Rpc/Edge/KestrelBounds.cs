using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Ledger.Node.Rpc.Edge;

/// <summary>Hands the bounds of the options to the server that keeps them.</summary>
internal static class KestrelBounds
{
    public static void Apply(KestrelServerLimits limits, RpcOptions options)
    {
        limits.MaxConcurrentConnections = options.MaxConnections + RpcOptions.RefusedBeside(options.MaxConnections);
        limits.KeepAliveTimeout = options.MaxConnectionIdle;
        limits.RequestHeadersTimeout = options.MaxHeadersTime;
        limits.MaxRequestHeadersTotalSize = options.MaxHeadersBytes;
        limits.MaxRequestHeaderCount = options.MaxHeaders;
        limits.MaxRequestLineSize = options.MaxRequestLineBytes;
        limits.MinRequestBodyDataRate = new MinDataRate(options.MinBytesPerSecond, options.SlowStartTime);
        limits.MinResponseDataRate = new MinDataRate(options.MinBytesPerSecond, options.SlowStartTime);
        limits.Http2.MaxStreamsPerConnection = options.MaxCallsPerConnection;
        limits.Http2.MaxRequestHeaderFieldSize = options.MaxHeadersBytes;
        limits.Http2.KeepAlivePingDelay = options.PingDelay;
        limits.Http2.KeepAlivePingTimeout = options.PingTimeout;
    }
}

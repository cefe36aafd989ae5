using System.Net;
using Ledger.Node.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Ledger.Testnet.Measure.Reads;

/// <summary>Two servers to compare with: the node's own gRPC layer over nothing, and Kestrel over nothing.</summary>
internal static class EmptyServer
{
    /// <summary>Serves until cancelled.</summary>
    /// <param name="grpcPort">The node's gRPC layer; every read is answered with an empty message.</param>
    /// <param name="httpPort">HTTP/2 without gRPC; every request is answered with 200 and no body.</param>
    public static async Task RunAsync(int grpcPort, int jsonPort, int httpPort, CancellationToken cancellation)
    {
        RpcOptions options = new()
        {
            Grpc = new IPEndPoint(IPAddress.Loopback, grpcPort),
            Json = new IPEndPoint(IPAddress.Loopback, jsonPort),
        };
        await using RpcServer grpc = new(new EmptyGateway(), options);
        await using WebApplication http = Http(httpPort);
        await grpc.StartAsync(cancellation);
        await http.StartAsync(cancellation);
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await http.StopAsync(CancellationToken.None);
    }

    private static WebApplication Http(int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        WebApplication web = builder.Build();
        web.Run(_ => Task.CompletedTask);
        return web;
    }
}

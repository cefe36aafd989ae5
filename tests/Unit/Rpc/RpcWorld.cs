using System.Net;
using Ledger.Client;
using Ledger.Node.Rpc;
using Ledger.Node.Rpc.Log;

namespace Ledger.Tests.Rpc;

/// <summary>A server over a fake gateway on free loopback ports, with a client.</summary>
internal sealed class RpcWorld : IAsyncDisposable
{
    /// <summary>How long a test waits for what must come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private RpcWorld(FakeGateway gateway, RpcServer server, List<Exception> faults)
    {
        Gateway = gateway;
        Server = server;
        Faults = faults;
        GrpcAddress = new Uri($"http://{server.GrpcEndPoint}");
        Client = new LedgerRpcClient(GrpcAddress);
        Http = new HttpClient { BaseAddress = new Uri($"http://{server.JsonEndPoint}"), Timeout = Patience };
    }

    public FakeGateway Gateway { get; }

    public RpcServer Server { get; }

    public List<Exception> Faults { get; }

    public Uri GrpcAddress { get; }

    public LedgerRpcClient Client { get; }

    /// <summary>Speaks to the JSON port.</summary>
    public HttpClient Http { get; }

    public static RpcOptions Loopback { get; } = new()
    {
        Grpc = new IPEndPoint(IPAddress.Loopback, 0),
        Json = new IPEndPoint(IPAddress.Loopback, 0),
    };

    public static async Task<RpcWorld> StartAsync(Func<RpcOptions, RpcOptions>? change = null, IPublicLog? log = null)
    {
        List<Exception> faults = [];
        RpcOptions options = Loopback with { OnFault = faults.Add };
        FakeGateway gateway = new();
        RpcServer server = new(gateway, change?.Invoke(options) ?? options, log: log);
        await server.StartAsync();
        return new RpcWorld(gateway, server, faults);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Http.Dispose();
        await Server.DisposeAsync();
    }
}

using System.Net;
using System.Security.Cryptography.X509Certificates;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Node.Rpc;

namespace Ledger.Tests.Rpc;

public sealed class RpcServerTests
{
    private static readonly IPEndPoint Anywhere = new(IPAddress.Any, 0);

    [Fact]
    public void Plain_text_leaves_the_machine_on_neither_port()
    {
        InvalidOperationException grpc = Assert.Throws<InvalidOperationException>(
            () => new RpcServer(new FakeGateway(), RpcWorld.Loopback with { Grpc = Anywhere }));
        Assert.Throws<InvalidOperationException>(
            () => new RpcServer(new FakeGateway(), RpcWorld.Loopback with { Json = Anywhere }));

        Assert.Equal(
            "RPC on 0.0.0.0:0 needs a certificate: plain text is served on loopback addresses only.", grpc.Message);
    }

    [Fact]
    public async Task With_a_certificate_both_ports_speak_tls_to_who_pins_it()
    {
        using X509Certificate2 certificate = TestCertificate.Make();
        await using RpcServer server = new(
            new FakeGateway(), new RpcOptions { Grpc = Anywhere, Json = Anywhere, Certificate = certificate });
        await server.StartAsync();
        Uri address = new($"https://127.0.0.1:{server.GrpcEndPoint.Port}");
        using LedgerRpcClient client = new(address, new LedgerRpcClientOptions { PinnedCertificate = certificate });
        using HttpClientHandler trusting = new() { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using HttpClient http = new(trusting);

        Assert.Equal(FakeGateway.Name, (await client.GetStatusAsync()).Validator);
        Assert.Contains("peers", await http.GetStringAsync($"https://127.0.0.1:{server.JsonEndPoint.Port}/v1/status"));
    }

    [Fact]
    public async Task A_certificate_that_is_trusted_by_nothing_is_unavailable()
    {
        using X509Certificate2 certificate = TestCertificate.Make();
        using X509Certificate2 other = TestCertificate.Make();
        await using RpcServer server = new(new FakeGateway(), RpcWorld.Loopback with { Certificate = certificate });
        await server.StartAsync();
        Uri address = new($"https://{server.GrpcEndPoint}");

        foreach (LedgerRpcClientOptions options in new LedgerRpcClientOptions[]
        {
            new(),
            new() { PinnedCertificate = other },
            new() { TrustedAuthority = other },
            new() { AcceptCertificate = _ => false },
        })
        {
            using LedgerRpcClient client = new(address, options);
            LedgerRpcException refused = await Assert.ThrowsAsync<LedgerRpcException>(() => client.GetStatusAsync());
            Assert.Equal(GrpcStatus.Unavailable, refused.Status);
        }
    }

    [Fact]
    public async Task A_trusted_authority_vouches_for_the_name_it_signed()
    {
        using X509Certificate2 certificate = TestCertificate.Make();
        await using RpcServer server = new(new FakeGateway(), RpcWorld.Loopback with { Certificate = certificate });
        await server.StartAsync();
        using LedgerRpcClient client = new(
            new Uri($"https://localhost:{server.GrpcEndPoint.Port}"),
            new LedgerRpcClientOptions { TrustedAuthority = certificate });

        Assert.Equal(FakeGateway.Name, (await client.GetStatusAsync()).Validator);
    }

    [Fact]
    public async Task Stopping_ends_streams_and_calls_as_unavailable()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        IAsyncEnumerator<BlockEvent> blocks = world.Client.WatchAsync(5).GetAsyncEnumerator();
        Assert.True(await blocks.MoveNextAsync());

        Task<bool> next = blocks.MoveNextAsync().AsTask();
        await world.Server.StopAsync().WaitAsync(RpcWorld.Patience);

        LedgerRpcException ended = await Assert.ThrowsAsync<LedgerRpcException>(() => next);
        Assert.Equal((GrpcStatus.Unavailable, "NOT_READY"), (ended.Status, ended.Code));
    }

    [Fact]
    public async Task A_port_that_is_taken_fails_the_start()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        await using RpcServer second = new(
            new FakeGateway(), RpcWorld.Loopback with { Grpc = world.Server.GrpcEndPoint });

        await Assert.ThrowsAsync<IOException>(() => second.StartAsync());
    }
}

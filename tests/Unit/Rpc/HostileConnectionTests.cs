using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Node.Rpc;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Rpc;

/// <summary>Connections that are not what the port expects, and what the honest client beside them notices: nothing.</summary>
public sealed class HostileConnectionTests
{
    private static readonly byte[] Good = FakeGateway.Transaction([1, 2, 3]);

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("POST /ledger.v1.Ledger/Submit HTTP/1.1\r\nHost: x\r\nContent-Type: application/grpc\r\nContent-Length: 5\r\n\r\n12345")]
    [InlineData("PRX")]
    public async Task Http1_on_the_grpc_port_is_told_that_http2_is_needed(string sent)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        using RawConnection connection = await RawConnection.OpenAsync(world.Server.GrpcEndPoint);

        await connection.SendAsync(sent);
        string answer = await connection.ReadToCloseAsync();

        Assert.StartsWith("HTTP/1.1 426 Upgrade Required\r\n", answer);
        Assert.Contains("Upgrade: h2c\r\n", answer);
        Assert.Contains("\"code\":\"HTTP2_REQUIRED\"", answer);
        await ExpectServedAsync(world);
    }

    [Fact]
    public async Task Http2_on_the_json_port_is_told_that_http1_is_needed()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        using RawConnection connection = await RawConnection.OpenAsync(world.Server.JsonEndPoint);

        await connection.SendAsync(RawConnection.Http2Preface);
        string answer = await connection.ReadToCloseAsync();

        // An empty SETTINGS, then GOAWAY with HTTP_1_1_REQUIRED.
        Assert.StartsWith("\0\0\0\u0004\0\0\0\0\0", answer);
        Assert.Equal('\u0007', answer[12]);
        Assert.Equal('\r', answer[25]);
        Assert.Contains("HTTP1_REQUIRED: ", answer);
        await ExpectServedAsync(world);
    }

    private const string Settled = RawConnection.Http2Preface + "\0\0\0\u0004\0\0\0\0\0";

    public static TheoryData<string, string> BrokenHttp2 => new()
    {
        { "random bytes behind the preface", RawConnection.Http2Preface + Noise(2000) },
        { "random bytes", "\u0001" + Noise(2000) },
        { "a TLS hello in plain text", "\u0016\u0003\u0001\u0002\0" + Noise(512) },
        { "half a preface", RawConnection.Http2Preface[..12] },
        { "a frame longer than allowed", RawConnection.Http2Preface + "\u00ff\u00ff\u00ff\u0004\0\0\0\0\0" },
        { "data on no stream", Settled + "\0\0\u0001\0\0\0\0\0\u0001x" },
        { "headers that do not decode", Settled + "\0\0\u0004\u0001\u0005\0\0\0\u0001\u00ff\u00ff\u00ff\u00ff" },
        { "a window beyond its bound", Settled + "\0\0\u0004\u0008\0\0\0\0\0\u007f\u00ff\u00ff\u00ff" },
    };

    [Theory]
    [MemberData(nameof(BrokenHttp2))]
    public async Task A_connection_that_breaks_http2_dies_and_the_node_lives(string what, string sent)
    {
        Assert.NotEmpty(what);
        await using RpcWorld world = await RpcWorld.StartAsync(Hasty);
        using RawConnection connection = await RawConnection.OpenAsync(world.Server.GrpcEndPoint);

        await connection.SendAsync(sent);
        await connection.ReadToCloseAsync();

        await ExpectServedAsync(world);
        Assert.Empty(world.Faults);
    }

    [Theory]
    [InlineData("GET /v1/status HTTP/1.1\r\nHost: x\r\nX: ")]
    [InlineData("GET /v1/sta")]
    [InlineData("")]
    public async Task A_head_that_does_not_come_to_its_end_is_not_waited_for(string begun)
    {
        await using RpcWorld world = await RpcWorld.StartAsync(Hasty);
        using RawConnection connection = await RawConnection.OpenAsync(world.Server.JsonEndPoint);

        await connection.SendAsync(begun);
        string answer = await connection.ReadToCloseAsync();

        Assert.StartsWith("HTTP/1.1 408 ", answer);
        await ExpectServedAsync(world);
    }

    [Theory]
    [InlineData("/v1/submit", "application/json")]
    public async Task A_body_that_drips_is_given_up_by_name(string path, string contentType)
    {
        await using RpcWorld world = await RpcWorld.StartAsync(Hasty);
        using RawConnection connection = await RawConnection.OpenAsync(world.Server.JsonEndPoint);

        await connection.SendAsync(
            $"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {contentType}\r\nContent-Length: 1000\r\n\r\n{{");
        string answer = await connection.ReadToCloseAsync();

        Assert.StartsWith("HTTP/1.1 408 ", answer);
        Assert.Contains("REQUEST_TOO_SLOW", answer);
        await ExpectServedAsync(world);
        Assert.Empty(world.Faults);
    }

    [Theory]
    [InlineData("GET /v1/status HTTP/1.1\r\nHost: x\r\nX: {0}\r\n\r\n", 20_000, "431")]
    [InlineData("GET /{0} HTTP/1.1\r\nHost: x\r\n\r\n", 5_000, "414")]
    public async Task A_head_over_the_bound_is_not_read(string form, int letters, string status)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        using RawConnection connection = await RawConnection.OpenAsync(world.Server.JsonEndPoint);

        await connection.SendAsync(string.Format(null, form, new string('x', letters)));

        Assert.StartsWith($"HTTP/1.1 {status} ", await connection.ReadToCloseAsync());
        await ExpectServedAsync(world);
    }

    [Fact]
    public async Task Connections_over_the_cap_of_an_address_are_told_so_and_others_are_served()
    {
        await using RpcWorld world = await RpcWorld.StartAsync(options => options with
        {
            MaxConnectionsPerAddress = 20,
            MaxHeadersTime = TimeSpan.FromMinutes(1), // else a slow machine's half-open ones are gone before the one too many comes
        });
        List<RawConnection> halfOpen = [];
        for (int number = 0; number < 20; number++)
        {
            halfOpen.Add(await RawConnection.OpenAsync(
                number % 2 == 0 ? world.Server.GrpcEndPoint : world.Server.JsonEndPoint, "127.0.0.2"));
        }

        // Entering is the server's doing and comes a little after the connection's.
        string json = await RefusedAsync(world.Server.JsonEndPoint, "HTTP/1.1 503 ");
        string grpc = await RefusedAsync(world.Server.GrpcEndPoint, "\0\0\0\u0004");

        Assert.Contains("\"code\":\"TOO_MANY_CONNECTIONS\"", json);
        Assert.Contains("Retry-After: 1\r\n", json);
        Assert.Contains("TOO_MANY_CONNECTIONS: ", grpc);
        await ExpectServedAsync(world);
        halfOpen.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task Two_hundred_half_open_connections_hold_nobody_up_and_are_closed_in_time()
    {
        await using RpcWorld world = await RpcWorld.StartAsync(options => options with { MaxHeadersTime = TimeSpan.FromSeconds(4) });
        List<RawConnection> halfOpen = [];
        for (int number = 0; number < 200; number++)
        {
            IPEndPoint port = number % 2 == 0 ? world.Server.GrpcEndPoint : world.Server.JsonEndPoint;
            halfOpen.Add(await RawConnection.OpenAsync(port));
            await halfOpen[^1].SendAsync(number % 4 < 2 ? "" : number % 2 == 0 ? "PRI * HT" : "GET /v1/s");
        }

        await ExpectServedAsync(world);
        string[] ends = await Task.WhenAll(halfOpen.Select(connection => connection.ReadToCloseAsync()));

        Assert.All(ends.Where((_, number) => number % 2 == 1), end => Assert.StartsWith("HTTP/1.1 408 ", end));
        await ExpectServedAsync(world);
        halfOpen.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task Over_the_cap_of_all_connections_a_closed_one_makes_room()
    {
        await using RpcWorld world = await RpcWorld.StartAsync(options => options with { MaxConnections = 2 });
        using RawConnection first = await RawConnection.OpenAsync(world.Server.JsonEndPoint);
        using RawConnection second = await RawConnection.OpenAsync(world.Server.JsonEndPoint, "127.0.0.2");
        Assert.Contains("TOO_MANY_CONNECTIONS", await RefusedAsync(world.Server.JsonEndPoint, "HTTP/1.1 503 "));

        first.Dispose();
        await Wait.UntilAsync("room for a connection", RpcWorld.Patience, default, async () =>
        {
            using HttpResponseMessage answer = await world.Http.GetAsync("/v1/status");
            return answer.IsSuccessStatusCode;
        });
    }

    [Fact]
    public async Task A_body_of_64_megabytes_is_refused_by_its_length_and_while_it_comes()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        byte[] body = new byte[64 * 1024 * 1024];
        using ByteArrayContent announced = new(body);
        announced.Headers.ContentType = new("application/json");
        using StreamContent streamed = new(new MemoryStream(body));
        streamed.Headers.ContentType = new("application/json");
        using HttpRequestMessage chunked = new(HttpMethod.Post, "/v1/submit") { Content = streamed };
        chunked.Headers.TransferEncodingChunked = true;

        LedgerRpcException grpc = await Assert.ThrowsAsync<LedgerRpcException>(() => world.Client.SubmitAsync(body));

        Assert.Equal("REQUEST_TOO_LARGE", grpc.Code);
        await ExpectTooLargeAsync(() => world.Http.PostAsync("/v1/submit", announced));
        await ExpectTooLargeAsync(() => world.Http.SendAsync(chunked));
        await ExpectServedAsync(world);
    }

    [Fact]
    public async Task Unfinished_requests_together_hold_no_more_than_their_budget()
    {
        await using RpcWorld world = await RpcWorld.StartAsync(options => options with { MaxUnfinishedBytes = 1_000_000 });
        byte[] unfinished = [0, 0, 0x0F, 0, 0, .. new byte[200_000]];

        Task<RawAnswer> held = HoldAsync();
        RawAnswer answer;
        do
        {
            // One of those that are sent to find out may have come before it, and then it was refused.
            held = held.IsCompleted ? HoldAsync() : held;
            answer = await RawGrpc.PostAsync(world, RawGrpc.Submit, new DribbledContent(unfinished[..100]));
        }
        while (answer.Status != GrpcStatus.ResourceExhausted);

        Assert.StartsWith("BUSY: ", answer.Message);
        Assert.Equal(Admission.Accepted, (await world.Client.SubmitAsync(Good)).Admission);
        await world.Server.StopAsync();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            RawAnswer end = await held;
            throw new InvalidOperationException(end.Message);
        });

        Task<RawAnswer> HoldAsync() => RawGrpc.PostAsync(world, RawGrpc.Submit, new StalledContent(unfinished));
    }

    [Fact]
    public async Task Over_tls_http1_on_the_grpc_port_is_told_so_too()
    {
        using X509Certificate2 certificate = TestCertificate.Make();
        await using RpcServer server = new(new FakeGateway(), RpcWorld.Loopback with { Certificate = certificate });
        await server.StartAsync();
        using HttpClientHandler trusting = new() { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using HttpClient http = new(trusting);

        using HttpResponseMessage response = await http.GetAsync(new Uri($"https://{server.GrpcEndPoint}/v1/status"));

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
        Assert.Contains("HTTP2_REQUIRED", await response.Content.ReadAsStringAsync());
    }

    /// <summary>Short, and longer than an honest client takes on a machine that does much else.</summary>
    private static RpcOptions Hasty(RpcOptions options) => options with
    {
        MaxHeadersTime = TimeSpan.FromSeconds(2),
        SlowStartTime = TimeSpan.FromSeconds(2.5),
    };

    private static string Noise(int length)
    {
        byte[] bytes = SHA256.HashData("a fixed seed"u8);
        StringBuilder noise = new();
        while (noise.Length < length)
        {
            bytes = SHA256.HashData(bytes);
            noise.Append(Encoding.Latin1.GetString(bytes));
        }

        return noise.ToString();
    }

    // One that entered after all is served and leaves at once: what it sends ends it on either port.
    private static async Task<string> RefusedAsync(IPEndPoint port, string beginning)
    {
        string answer = "";
        await Wait.UntilAsync("a refused connection", RpcWorld.Patience, default, async () =>
        {
            using RawConnection connection = await RawConnection.OpenAsync(port, "127.0.0.2");
            await connection.SendAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            answer = await connection.ReadToCloseAsync();
            return answer.StartsWith(beginning, StringComparison.Ordinal);
        });
        return answer;
    }

    // A client that is still sending may only notice that the server has closed.
    private static async Task ExpectTooLargeAsync(Func<Task<HttpResponseMessage>> post)
    {
        try
        {
            using HttpResponseMessage response = await post();
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        }
        catch (HttpRequestException closed)
        {
            Assert.IsAssignableFrom<IOException>(closed.InnerException);
        }
    }

    private static async Task ExpectServedAsync(RpcWorld world)
    {
        using LedgerRpcClient honest = new(world.GrpcAddress);
        Assert.Equal(Admission.Accepted, (await honest.SubmitAsync(Good)).Admission);
        Assert.Contains("peers", await world.Http.GetStringAsync("/v1/status"));
    }
}

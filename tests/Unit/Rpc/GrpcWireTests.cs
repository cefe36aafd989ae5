using System.Net;
using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.HealthV1;
using Ledger.Client.V1;
using Ledger.Client.Wire;

namespace Ledger.Tests.Rpc;

/// <summary>What a hostile or careless client may send on the gRPC port.</summary>
public sealed class GrpcWireTests
{
    private static readonly byte[] Good = RawGrpc.Frame(
        new SubmitRequest { Transaction = ByteString.CopyFrom(FakeGateway.Transaction([1, 2, 3])) });

    [Fact]
    public async Task A_request_cut_into_single_bytes_is_one_request()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        RawAnswer answer = await RawGrpc.PostAsync(world, RawGrpc.Submit, new DribbledContent(Good));

        Assert.Equal((HttpStatusCode.OK, GrpcStatus.Ok), (answer.Http, answer.Status));
        (bool compressed, uint length) = GrpcPrefix.Read(answer.Body);
        Assert.Equal((false, answer.Body.Length - GrpcPrefix.Size), (compressed, (int)length));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(20)]
    public async Task A_request_that_ends_early_is_internal(int length)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        RawAnswer answer = await RawGrpc.PostAsync(world, RawGrpc.Submit, Good[..length]);

        Assert.Equal((HttpStatusCode.OK, GrpcStatus.Internal), (answer.Http, answer.Status));
        Assert.Empty(answer.Body);
    }

    [Fact]
    public async Task Two_messages_or_a_byte_too_many_are_internal()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        Assert.Equal(GrpcStatus.Internal, (await RawGrpc.PostAsync(world, RawGrpc.Submit, [.. Good, .. Good])).Status);
        Assert.Equal(GrpcStatus.Internal, (await RawGrpc.PostAsync(world, RawGrpc.Submit, [.. Good, 0])).Status);
    }

    [Fact]
    public async Task Bytes_that_are_no_message_are_internal_and_no_fault_of_the_node()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        RawAnswer answer = await RawGrpc.PostAsync(world, RawGrpc.Submit, RawGrpc.Frame([0x0A, 0x7F, 1]));

        Assert.Equal(GrpcStatus.Internal, answer.Status);
        Assert.Empty(world.Faults);
    }

    [Fact]
    public async Task A_message_over_the_bound_is_refused_on_its_prefix()
    {
        await using RpcWorld world = await RpcWorld.StartAsync(options => options with { MaxRequestBytes = 100 });
        byte[] atTheBound = new byte[98];

        RawAnswer fits = await RawGrpc.PostAsync(
            world, RawGrpc.Submit, RawGrpc.Frame(new SubmitRequest { Transaction = ByteString.CopyFrom(atTheBound) }));
        RawAnswer over = await RawGrpc.PostAsync(world, RawGrpc.Submit, RawGrpc.Frame(new byte[101]));
        RawAnswer lies = await RawGrpc.PostAsync(world, RawGrpc.Submit, [0, 0xFF, 0xFF, 0xFF, 0xFF]);

        Assert.Equal(GrpcStatus.InvalidArgument, fits.Status);
        Assert.Equal(GrpcStatus.ResourceExhausted, over.Status);
        Assert.StartsWith("REQUEST_TOO_LARGE: ", over.Message);
        Assert.Equal(GrpcStatus.ResourceExhausted, lies.Status);
    }

    [Fact]
    public async Task A_message_in_a_foreign_encoding_is_unimplemented_and_told_what_is_spoken()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        byte[] compressed = RawGrpc.Frame([1, 2, 3], flag: 1);

        RawAnswer answer = await RawGrpc.PostAsync(world, RawGrpc.Submit, compressed, header: "grpc-encoding: br");
        RawAnswer unnamed = await RawGrpc.PostAsync(world, RawGrpc.Submit, compressed);

        Assert.Equal((GrpcStatus.Unimplemented, "identity,gzip"), (answer.Status, answer.AcceptEncoding));
        Assert.Equal(GrpcStatus.Internal, unnamed.Status);
    }

    [Theory]
    [InlineData("/ledger.v1.Ledger/Destroy")]
    [InlineData("/ledger.v1.Ledger/submit")]
    [InlineData("/other.Service/Submit")]
    [InlineData("/")]
    public async Task A_method_nobody_has_is_unimplemented(string path)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        RawAnswer answer = await RawGrpc.PostAsync(world, path, Good);

        Assert.Equal((HttpStatusCode.OK, GrpcStatus.Unimplemented), (answer.Http, answer.Status));
    }

    [Theory]
    [InlineData("application/grpc", HttpStatusCode.OK)]
    [InlineData("application/grpc+proto", HttpStatusCode.OK)]
    [InlineData("Application/GRPC; charset=utf-8", HttpStatusCode.OK)]
    [InlineData("application/grpc+json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc-web", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", HttpStatusCode.UnsupportedMediaType)]
    public async Task Only_grpc_with_protobuf_is_spoken(string contentType, HttpStatusCode expected)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        Assert.Equal(expected, (await RawGrpc.PostAsync(world, RawGrpc.Submit, Good, contentType)).Http);
    }

    [Fact]
    public async Task A_get_is_not_a_call()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        using HttpClient http = new()
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using HttpResponseMessage response = await http.GetAsync(new Uri(world.GrpcAddress, RawGrpc.Submit));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Theory]
    [InlineData("20m")]
    [InlineData("20000u")]
    [InlineData("1n")]
    [InlineData("0S")]
    public async Task The_server_keeps_the_deadline_whatever_its_unit(string timeout)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        world.Gateway.OnSubmit = world.Gateway.HoldAsync;

        RawAnswer answer = await RawGrpc.PostAsync(world, RawGrpc.Submit, Good, header: $"grpc-timeout: {timeout}");

        Assert.Equal(GrpcStatus.DeadlineExceeded, answer.Status);
    }

    [Fact]
    public async Task The_deadline_is_kept_though_the_node_does_not_look_and_its_late_fault_is_not_lost()
    {
        TaskCompletionSource<Exception> fault = new();
        await using RpcWorld world = await RpcWorld.StartAsync(options => options with { OnFault = fault.SetResult });
        TaskCompletionSource<SubmitResponse> late = new();
        world.Gateway.OnSubmit = (_, _) => late.Task;

        RawAnswer answer = await RawGrpc.PostAsync(world, RawGrpc.Submit, Good, header: "grpc-timeout: 20m");
        late.SetException(new InvalidOperationException("late"));

        Assert.Equal(GrpcStatus.DeadlineExceeded, answer.Status);
        Assert.Equal("late", (await fault.Task.WaitAsync(RpcWorld.Patience)).Message);
    }

    [Fact]
    public async Task A_client_without_a_deadline_gets_the_servers()
    {
        await using RpcWorld world = await RpcWorld.StartAsync(
            options => options with { MaxUnaryTime = TimeSpan.FromMilliseconds(20) });
        world.Gateway.OnSubmit = world.Gateway.HoldAsync;

        Assert.Equal(GrpcStatus.DeadlineExceeded, (await RawGrpc.PostAsync(world, RawGrpc.Submit, Good)).Status);
        RawAnswer longer = await RawGrpc.PostAsync(world, RawGrpc.Submit, Good, header: "grpc-timeout: 10H");
        Assert.Equal(GrpcStatus.DeadlineExceeded, longer.Status);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("-5m")]
    [InlineData("123456789m")]
    [InlineData("5x")]
    public async Task A_malformed_deadline_is_internal(string timeout)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        RawAnswer answer = await RawGrpc.PostAsync(world, RawGrpc.Submit, Good, header: $"grpc-timeout: {timeout}");

        Assert.Equal(GrpcStatus.Internal, answer.Status);
    }

    [Theory]
    [InlineData("", true, GrpcStatus.Ok, HealthCheckResponse.Types.ServingStatus.Serving)]
    [InlineData("ledger.v1.Ledger", true, GrpcStatus.Ok, HealthCheckResponse.Types.ServingStatus.Serving)]
    [InlineData("", false, GrpcStatus.Ok, HealthCheckResponse.Types.ServingStatus.NotServing)]
    [InlineData("other", true, GrpcStatus.NotFound, HealthCheckResponse.Types.ServingStatus.Unknown)]
    public async Task Health_is_readiness(
        string service, bool ready, GrpcStatus status, HealthCheckResponse.Types.ServingStatus serving)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        world.Gateway.Status.Ready = ready;

        RawAnswer answer = await RawGrpc.PostAsync(
            world, "/grpc.health.v1.Health/Check", RawGrpc.Frame(new HealthCheckRequest { Service = service }));

        Assert.Equal(status, answer.Status);
        Assert.Equal(serving, answer.Body.Length == 0
            ? HealthCheckResponse.Types.ServingStatus.Unknown
            : HealthCheckResponse.Parser.ParseFrom(answer.Body.AsSpan(GrpcPrefix.Size)).Status);
    }
}

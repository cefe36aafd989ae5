using System.Net;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.HealthV1;
using Ledger.Client.V1;
using Ledger.Client.Wire;
using Ledger.Node.Rpc;
using Ledger.Testnet.Stages;
using Ledger.Tests.Unit.Timing;

namespace Ledger.Tests.Rpc;

/// <summary>How many streams there may be, how long they last, and how long they may be silent.</summary>
public sealed class StreamBoundTests
{
    private static readonly SubmitRequest Good =
        new() { Transaction = ByteString.CopyFrom(FakeGateway.Transaction([1, 2, 3])) };

    [Fact]
    public async Task One_watch_too_many_is_told_so_on_both_ports_and_a_left_one_makes_room()
    {
        await using RpcWorld world = await RpcWorld.StartAsync(options => options with { MaxWatchStreams = 1 });
        IAsyncEnumerator<BlockEvent> first = world.Client.WatchAsync(1).GetAsyncEnumerator();
        Assert.True(await first.MoveNextAsync());

        LedgerRpcException refused = await Assert.ThrowsAsync<LedgerRpcException>(FirstAsync);
        using HttpResponseMessage json = await world.Http.GetAsync("/v1/watch");
        Assert.Equal((GrpcStatus.ResourceExhausted, "TOO_MANY_STREAMS"), (refused.Status, refused.Code));
        Assert.Equal(HttpStatusCode.TooManyRequests, json.StatusCode);
        Assert.Equal(FakeGateway.Name, (await world.Client.GetStatusAsync()).Validator);

        await first.DisposeAsync();
        await world.Gateway.Cancelled.WaitAsync(RpcWorld.Patience);
        await Wait.UntilAsync("room for a watch", RpcWorld.Patience, default, OpensAsync);

        async Task FirstAsync() => await world.Client.WatchAsync(1).FirstAsync();

        async Task<bool> OpensAsync()
        {
            try
            {
                await FirstAsync();
                return true;
            }
            catch (LedgerRpcException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task A_watch_that_lasted_as_long_as_it_may_is_told_to_begin_again()
    {
        await using RpcWorld world = await RpcWorld.StartAsync(
            options => options with { MaxWatchTime = TimeSpan.FromSeconds(1) });

        LedgerRpcException ended = await Assert.ThrowsAsync<LedgerRpcException>(
            async () => await world.Client.WatchAsync(1).LastAsync());

        Assert.Equal((GrpcStatus.Aborted, "STREAM_EXPIRED"), (ended.Status, ended.Code));
        Assert.NotNull(ended.RetryAfter);
    }

    [Fact]
    public async Task A_stream_on_which_nothing_comes_is_ended_by_name()
    {
        HandClock clock = new();
        await using RpcWorld world = await RpcWorld.StartAsync(options => options with { IdleClock = clock });
        List<SubmitStreamResponse> answers = [];

        LedgerRpcException ended = await Assert.ThrowsAsync<LedgerRpcException>(async () =>
        {
            await foreach (SubmitStreamResponse answer in world.Client.SubmitStreamAsync(OneAndSilence()))
            {
                answers.Add(answer);
                await BeSilentAsync(clock);
            }
        });

        Assert.Single(answers);
        Assert.Equal((GrpcStatus.DeadlineExceeded, "STREAM_IDLE"), (ended.Status, ended.Code));
    }

    [Fact]
    public async Task A_stream_that_waits_for_its_answers_is_not_idle()
    {
        HandClock clock = new();
        await using RpcWorld world = await RpcWorld.StartAsync(options => options with { IdleClock = clock });
        TaskCompletionSource begun = new();
        TaskCompletionSource<SubmitResponse> held = new();
        world.Gateway.OnSubmit = (_, _) =>
        {
            begun.SetResult();
            return held.Task;
        };

        Task<SubmitStreamResponse> answer = world.Client.SubmitStreamAsync(OneAndSilence()).FirstAsync().AsTask();
        await begun.Task.WaitAsync(RpcWorld.Patience);
        await BeSilentAsync(clock);
        await BeSilentAsync(clock); // a second silence is counted only of a stream that outlived the first
        held.SetResult(new SubmitResponse { Admission = Admission.Accepted });

        Assert.Equal(Admission.Accepted, (await answer).Response.Admission);
    }

    [Fact]
    public async Task One_submission_stream_too_many_is_told_so()
    {
        await using RpcWorld world = await RpcWorld.StartAsync(options => options with { MaxSubmitStreams = 1 });
        IAsyncEnumerator<SubmitStreamResponse> first =
            world.Client.SubmitStreamAsync(OneAndSilence()).GetAsyncEnumerator();
        Assert.True(await first.MoveNextAsync());

        LedgerRpcException refused = await Assert.ThrowsAsync<LedgerRpcException>(
            () => world.Client.SubmitBatchAsync(new[] { Good }.ToAsyncEnumerable()));

        Assert.Equal("TOO_MANY_STREAMS", refused.Code);
        Assert.Equal(Admission.Accepted, (await world.Client.SubmitAsync(Good)).Admission);
        await first.DisposeAsync();
    }

    [Fact]
    public async Task One_unary_call_too_many_is_told_that_the_node_is_busy()
    {
        await using RpcWorld world = await RpcWorld.StartAsync(options => options with { MaxUnaryCalls = 1 });
        TaskCompletionSource begun = new();
        world.Gateway.OnSubmit = (request, cancellation) =>
        {
            begun.TrySetResult();
            return world.Gateway.HoldAsync(request, cancellation);
        };
        using CancellationTokenSource leave = new();
        Task<SubmitResponse> held = world.Client.SubmitAsync(Good, cancellation: leave.Token);
        await begun.Task.WaitAsync(RpcWorld.Patience);

        LedgerRpcException refused = await Assert.ThrowsAsync<LedgerRpcException>(() => world.Client.GetStatusAsync());
        using HttpResponseMessage json = await world.Http.GetAsync("/v1/status");

        Assert.Equal((GrpcStatus.ResourceExhausted, "BUSY"), (refused.Status, refused.Code));
        Assert.Equal(HttpStatusCode.TooManyRequests, json.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), json.Headers.RetryAfter!.Delta);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
    }

    [Fact]
    public async Task A_watch_of_health_tells_changes_until_it_is_left()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(world.GrpcAddress, "/grpc.health.v1.Health/Watch"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(RawGrpc.Frame(new HealthCheckRequest())),
        };
        request.Content.Headers.ContentType = new("application/grpc");
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using Stream body = await response.Content.ReadAsStreamAsync();

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, await NextAsync(body));
        world.Gateway.Status.Ready = false;
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, await NextAsync(body));
        world.Gateway.Status.Ready = true;
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, await NextAsync(body));
    }

    private static async Task<HealthCheckResponse.Types.ServingStatus> NextAsync(Stream body)
    {
        byte[] prefix = new byte[GrpcPrefix.Size];
        await body.ReadExactlyAsync(prefix).AsTask().WaitAsync(RpcWorld.Patience);
        byte[] message = new byte[GrpcPrefix.Read(prefix).Length];
        await body.ReadExactlyAsync(message).AsTask().WaitAsync(RpcWorld.Patience);
        return HealthCheckResponse.Parser.ParseFrom(message).Status;
    }

    /// <summary>Lets the longest silence pass once the server has begun to count it.</summary>
    private static async Task BeSilentAsync(HandClock clock)
    {
        await Wait.UntilAsync("the server to wait for more", RpcWorld.Patience, default, () => Task.FromResult(clock.Waiting > 0));
        clock.Advance(RpcWorld.Loopback.MaxSubmitStreamIdle);
    }

    private static async IAsyncEnumerable<SubmitRequest> OneAndSilence(
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        yield return Good;
        await Task.Delay(Timeout.Infinite, cancellation);
    }
}

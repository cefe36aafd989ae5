using System.Runtime.CompilerServices;
using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.Errors;
using Ledger.Client.V1;
using Ledger.Node.Rpc;
using Ledger.Node.Rpc.Services;

namespace Ledger.Tests.Rpc;

/// <summary>Many submissions on one call, over gRPC with the C# client.</summary>
public sealed class SubmissionStreamTests
{
    [Fact]
    public async Task A_batch_is_summed_up_with_the_refusals_by_name_and_index()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        SubmitBatchResponse sum = await world.Client.SubmitBatchAsync(
            Requests(Good(1), Tampered(2), Good(3), new SubmitRequest()));

        Assert.Equal((4UL, 2UL, 0UL, false), (sum.Received, sum.Accepted, sum.AlreadyKnown, sum.RefusedTruncated));
        Assert.Equal([(1UL, "BAD_SIGNATURE"), (3UL, "MALFORMED")], sum.Refused.Select(r => (r.Index, r.Refusal.Code)));
        Assert.Equal((int)GrpcStatus.InvalidArgument, sum.Refused[0].Refusal.GrpcStatus);
        Assert.Equal("the signature does not verify", sum.Refused[0].Refusal.Message);
        Assert.Contains("签名", sum.Refused[0].Refusal.MessageZh);
    }

    [Fact]
    public async Task What_the_node_knew_already_is_counted_apart()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        world.Gateway.OnSubmit =
            (_, _) => Task.FromResult(new SubmitResponse { Admission = Admission.AlreadyKnown });

        SubmitBatchResponse sum = await world.Client.SubmitBatchAsync(Requests(Good(1), Good(1)));

        Assert.Equal((2UL, 0UL, 2UL), (sum.Received, sum.Accepted, sum.AlreadyKnown));
    }

    [Fact]
    public async Task A_batch_of_none_is_a_summary_of_none()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        Assert.Equal(new SubmitBatchResponse(), await world.Client.SubmitBatchAsync(Requests()));
    }

    [Fact]
    public async Task At_most_1024_refusals_are_listed_and_the_rest_is_said_to_be_more()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        SubmitBatchResponse sum = await world.Client.SubmitBatchAsync(
            Requests([.. Enumerable.Range(0, 1030).Select(_ => new SubmitRequest())]));

        Assert.Equal((1030UL, 0UL, 1024, true), (sum.Received, sum.Accepted, sum.Refused.Count, sum.RefusedTruncated));
        Assert.Equal(1023UL, sum.Refused[^1].Index);
    }

    [Fact]
    public async Task A_stream_answers_in_order_though_the_node_does_not()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        List<TaskCompletionSource> held = [.. Enumerable.Range(0, 8).Select(_ => new TaskCompletionSource())];
        int started = 0;
        world.Gateway.OnSubmit = async (request, _) =>
        {
            // The last to arrive is the first to be done.
            int mine = started++;
            if (mine == held.Count - 1)
            {
                held[mine].SetResult();
            }

            await held[mine].Task;
            if (mine > 0)
            {
                held[mine - 1].SetResult();
            }

            return new SubmitResponse { TransactionId = request.Transaction };
        };

        SubmitRequest[] requests = [.. Enumerable.Range(0, held.Count).Select(number => Good((byte)number))];
        List<SubmitStreamResponse> answers = await AllAsync(world.Client.SubmitStreamAsync(Requests(requests)));

        Assert.Equal(requests.Select(r => r.Transaction), answers.Select(a => a.Response.TransactionId));
        Assert.Equal(Enumerable.Range(0, held.Count).Select(number => (ulong)number), answers.Select(a => a.Index));
    }

    [Fact]
    public async Task A_refusal_or_a_failure_of_one_does_not_end_the_stream()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        Func<SubmitRequest, CancellationToken, Task<SubmitResponse>> honest = world.Gateway.OnSubmit;
        world.Gateway.OnSubmit = (request, cancellation) => request.WaitForReceipt
            ? throw new InvalidOperationException("the secret")
            : honest(request, cancellation);
        SubmitRequest failing = Good(3);
        failing.WaitForReceipt = true;

        List<SubmitStreamResponse> answers = await AllAsync(
            world.Client.SubmitStreamAsync(Requests(Good(1), Tampered(2), failing, Good(4))));

        Assert.Equal(["", "BAD_SIGNATURE", "INTERNAL", ""], answers.Select(a => a.Refusal?.Code ?? ""));
        Assert.Equal("the secret", Assert.Single(world.Faults).Message);
    }

    [Fact]
    public async Task An_answer_comes_while_the_stream_is_still_open()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        TaskCompletionSource answered = new();
        async IAsyncEnumerable<SubmitRequest> Talk()
        {
            yield return Good(1);
            await answered.Task.WaitAsync(RpcWorld.Patience);
            yield return Good(2);
        }

        int answers = 0;
        await foreach (SubmitStreamResponse answer in world.Client.SubmitStreamAsync(Talk()))
        {
            answered.TrySetResult();
            Assert.Equal((ulong)answers++, answer.Index);
        }

        Assert.Equal(2, answers);
    }

    [Theory]
    [InlineData(4, 1 << 20, 4)]
    [InlineData(64, 100, 3)]
    [InlineData(64, 10, 1)]
    public async Task No_more_wait_at_once_than_the_bounds_of_number_and_bytes_allow(int number, int bytes, int most)
    {
        int handedIn = 0;
        TaskCompletionSource<SubmitResponse> held = new();
        FakeGateway gateway = new()
        {
            OnSubmit = (_, _) =>
            {
                handedIn++;
                return held.Task;
            },
        };
        RpcOptions options = RpcWorld.Loopback with { MaxSubmissionsInFlight = number, MaxSubmissionBytesInFlight = bytes };
        using CallScope scope = new(RpcWorld.Patience, ErrorCode.DeadlineExceeded, default, default, null);

        // Each has 33 bytes. With no network between, all that may be handed in is handed in before the call returns.
        Task<SubmitBatchResponse> sum = new SubmissionStream(gateway, options).SumUpAsync(
            Requests([.. Enumerable.Range(0, 40).Select(index => Good((byte)index))]), scope);

        Assert.Equal(most, handedIn);
        held.SetResult(new SubmitResponse { Admission = Admission.Accepted });
        Assert.Equal(40UL, (await sum).Accepted);
    }

    [Fact]
    public async Task Leaving_a_stream_cancels_what_waits_at_the_node()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        int count = 0;
        world.Gateway.OnSubmit = (request, cancellation) => count++ == 0
            ? Task.FromResult(new SubmitResponse())
            : world.Gateway.HoldAsync(request, cancellation);

        await foreach (SubmitStreamResponse _ in world.Client.SubmitStreamAsync(Requests(Good(1), Good(2))))
        {
            break;
        }

        await world.Gateway.Cancelled.WaitAsync(RpcWorld.Patience);
        Assert.Empty(world.Faults);
    }

    [Fact]
    public async Task A_deadline_ends_a_stream_behind_the_answers_it_had()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        IAsyncEnumerator<SubmitStreamResponse> answers = world.Client.SubmitStreamAsync(
            Endless(Good(1)), deadline: TimeSpan.FromSeconds(4)).GetAsyncEnumerator();

        Assert.True(await answers.MoveNextAsync());
        LedgerRpcException late = await Assert.ThrowsAsync<LedgerRpcException>(() => answers.MoveNextAsync().AsTask());
        Assert.Equal(GrpcStatus.DeadlineExceeded, late.Status);
    }

    [Fact]
    public async Task What_the_callers_own_sequence_throws_reaches_the_caller()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        static async IAsyncEnumerable<SubmitRequest> Fail()
        {
            yield return Good(1);
            await Task.Yield();
            throw new InvalidOperationException("mine");
        }

        InvalidOperationException own =
            await Assert.ThrowsAsync<InvalidOperationException>(() => world.Client.SubmitBatchAsync(Fail()));
        Assert.Equal("mine", own.Message);
    }

    [Fact]
    public async Task Stopping_the_node_ends_an_open_stream_as_not_ready()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        IAsyncEnumerator<SubmitStreamResponse> answers =
            world.Client.SubmitStreamAsync(Endless(Good(1))).GetAsyncEnumerator();
        Assert.True(await answers.MoveNextAsync());

        Task<bool> next = answers.MoveNextAsync().AsTask();
        await world.Server.StopAsync().WaitAsync(RpcWorld.Patience);

        LedgerRpcException ended = await Assert.ThrowsAsync<LedgerRpcException>(() => next);
        Assert.Equal((GrpcStatus.Unavailable, "NOT_READY"), (ended.Status, ended.Code));
    }

    [Fact]
    public async Task A_broken_frame_ends_the_stream_behind_the_answers_to_what_was_whole()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        byte[] whole = RawGrpc.Frame(Good(1));

        RawAnswer answer = await RawGrpc.PostAsync(
            world, "/ledger.v1.Ledger/SubmitStream", [.. whole, .. whole, 0, 0, 0]);

        Assert.Equal(GrpcStatus.Internal, answer.Status);
        Assert.StartsWith("MALFORMED_FRAME: ", answer.Message);
        Assert.True(answer.Body.Length > 2 * 32);
    }

    private static SubmitRequest Good(byte number)
        => new() { Transaction = ByteString.CopyFrom(FakeGateway.Transaction([number])) };

    private static SubmitRequest Tampered(byte number)
    {
        byte[] bytes = FakeGateway.Transaction([number]);
        bytes[0] ^= 1;
        return new SubmitRequest { Transaction = ByteString.CopyFrom(bytes) };
    }

    private static IAsyncEnumerable<SubmitRequest> Requests(params SubmitRequest[] requests)
        => requests.ToAsyncEnumerable();

    /// <summary>One request, and then silence.</summary>
    private static async IAsyncEnumerable<SubmitRequest> Endless(
        SubmitRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        yield return request;
        await Task.Delay(Timeout.Infinite, cancellation);
    }

    private static async Task<List<SubmitStreamResponse>> AllAsync(IAsyncEnumerable<SubmitStreamResponse> answers)
        => await answers.ToListAsync();
}

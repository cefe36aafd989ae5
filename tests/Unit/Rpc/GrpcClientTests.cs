using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Node.Rpc;

namespace Ledger.Tests.Rpc;

public sealed class GrpcClientTests
{
    private static readonly byte[] Valid = FakeGateway.Transaction([1, 2, 3]);

    [Fact]
    public async Task A_valid_transaction_is_accepted_under_its_id()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        SubmitResponse response = await world.Client.SubmitAsync(Valid, waitForReceipt: true);

        Assert.Equal(Admission.Accepted, response.Admission);
        Assert.Equal(SHA256.HashData(Valid), response.TransactionId.ToByteArray());
        Assert.Equal(7UL, response.Height);
    }

    [Fact]
    public async Task A_tampered_transaction_is_refused_by_name()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        byte[] tampered = [.. Valid];
        tampered[0] ^= 1;

        LedgerRpcException refused =
            await Assert.ThrowsAsync<LedgerRpcException>(() => world.Client.SubmitAsync(tampered));

        Assert.Equal(GrpcStatus.InvalidArgument, refused.Status);
        Assert.Equal("BAD_SIGNATURE", refused.Code);
        Assert.Equal("BAD_SIGNATURE: the signature does not verify", refused.Message);
    }

    [Theory]
    [InlineData(Admission.Malformed, GrpcStatus.InvalidArgument, "MALFORMED")]
    [InlineData(Admission.BadSignature, GrpcStatus.InvalidArgument, "BAD_SIGNATURE")]
    [InlineData(Admission.WrongChain, GrpcStatus.InvalidArgument, "WRONG_CHAIN")]
    [InlineData(Admission.UnknownIssuer, GrpcStatus.PermissionDenied, "UNKNOWN_ISSUER")]
    [InlineData(Admission.Expired, GrpcStatus.FailedPrecondition, "EXPIRED")]
    [InlineData(Admission.ValidityTooLong, GrpcStatus.FailedPrecondition, "VALIDITY_TOO_LONG")]
    [InlineData(Admission.PoolFull, GrpcStatus.ResourceExhausted, "POOL_FULL")]
    [InlineData(Admission.NotReady, GrpcStatus.Unavailable, "NOT_READY")]
    public async Task Every_refusal_has_its_status_and_name(Admission admission, GrpcStatus status, string code)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        world.Gateway.OnSubmit = (_, _) => throw AdmissionStatus.Refusal(admission, "100 % 不行\n");

        LedgerRpcException refused =
            await Assert.ThrowsAsync<LedgerRpcException>(() => world.Client.SubmitAsync(Valid));

        Assert.Equal((status, code), (refused.Status, refused.Code));
        Assert.Equal($"{code}: 100 % 不行\n", refused.Message);
    }

    [Fact]
    public async Task Every_message_arrives_as_it_was_sent()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        ByteString id = ByteString.CopyFrom(Enumerable.Repeat((byte)9, 32).ToArray());

        Assert.Equal(world.Gateway.Status, await world.Client.GetStatusAsync());
        GetReceiptResponse receipt =
            await world.Client.GetReceiptAsync(new GetReceiptRequest { TransactionId = id, LeafOffset = 3 });
        Assert.Equal((1UL << 60, 4U), (receipt.FirstLeaf, receipt.LeafCount));
        CheckResponse check = await world.Client.CheckAsync(new CheckRequest { Commitment = id });
        Assert.Equal(id, Assert.Single(check.Matches).Receipt);
    }

    [Fact]
    public async Task An_unknown_transaction_is_not_found()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        GetReceiptRequest request = new() { TransactionId = ByteString.CopyFrom(new byte[32]) };

        LedgerRpcException refused =
            await Assert.ThrowsAsync<LedgerRpcException>(() => world.Client.GetReceiptAsync(request));

        Assert.Equal((GrpcStatus.NotFound, "UNKNOWN_TRANSACTION"), (refused.Status, refused.Code));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public async Task An_identifier_of_another_length_never_reaches_the_node(int length)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        ByteString wrong = ByteString.CopyFrom(Enumerable.Repeat((byte)9, length).ToArray());

        LedgerRpcException refused = await Assert.ThrowsAsync<LedgerRpcException>(
            () => world.Client.CheckAsync(new CheckRequest { Commitment = wrong }));

        Assert.Equal((GrpcStatus.InvalidArgument, "MALFORMED"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task Three_megabytes_go_through_whole()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        byte[] large = FakeGateway.Transaction(RandomNumberGenerator.GetBytes(3 * 1024 * 1024));

        SubmitResponse response = await world.Client.SubmitAsync(large);

        Assert.Equal(SHA256.HashData(large), response.TransactionId.ToByteArray());
    }

    [Fact]
    public async Task A_transaction_over_the_bound_is_refused_though_it_is_still_being_sent()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        byte[] large = new byte[9 * 1024 * 1024];

        LedgerRpcException refused =
            await Assert.ThrowsAsync<LedgerRpcException>(() => world.Client.SubmitAsync(large));

        Assert.Equal((GrpcStatus.ResourceExhausted, "REQUEST_TOO_LARGE"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task A_thousand_calls_at_once_share_connections_and_each_gets_its_own_answer()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        byte[][] transactions =
            [.. Enumerable.Range(0, 1000).Select(number => FakeGateway.Transaction(BitConverter.GetBytes(number)))];

        SubmitResponse[] responses = await Task.WhenAll(transactions.Select(t => world.Client.SubmitAsync(t)));

        Assert.Equal(
            transactions.Select(t => Convert.ToHexString(SHA256.HashData(t))),
            responses.Select(r => Convert.ToHexString(r.TransactionId.Span)));
    }

    [Fact]
    public async Task A_deadline_ends_the_call_here_and_there()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        world.Gateway.OnSubmit = world.Gateway.HoldAsync;

        LedgerRpcException late = await Assert.ThrowsAsync<LedgerRpcException>(
            () => world.Client.SubmitAsync(Valid, deadline: TimeSpan.FromSeconds(1)));

        Assert.Equal(GrpcStatus.DeadlineExceeded, late.Status);
        await world.Gateway.Cancelled.WaitAsync(RpcWorld.Patience);
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled_at_the_node()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        using CancellationTokenSource source = new();
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Gateway.OnSubmit = (request, cancellation) =>
        {
            begun.SetResult();
            return world.Gateway.HoldAsync(request, cancellation);
        };

        Task<SubmitResponse> call = world.Client.SubmitAsync(Valid, cancellation: source.Token);
        await begun.Task.WaitAsync(RpcWorld.Patience);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await world.Gateway.Cancelled.WaitAsync(RpcWorld.Patience);
        Assert.Empty(world.Faults);
    }

    [Fact]
    public async Task A_watch_gives_every_height_in_order_until_it_is_left()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        List<ulong> heights = [];

        await foreach (BlockEvent block in world.Client.WatchAsync(fromHeight: 2))
        {
            heights.Add(block.Height);
            if (block.Height == world.Gateway.Blocks)
            {
                break;
            }
        }

        Assert.Equal([2, 3, 4, 5], heights);
        await world.Gateway.Cancelled.WaitAsync(RpcWorld.Patience);
    }

    [Fact]
    public async Task A_watch_with_a_deadline_gives_what_there_is_and_then_says_so()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        IAsyncEnumerator<BlockEvent> blocks =
            world.Client.WatchAsync(5, TimeSpan.FromSeconds(4)).GetAsyncEnumerator();

        Assert.True(await blocks.MoveNextAsync());
        LedgerRpcException late =
            await Assert.ThrowsAsync<LedgerRpcException>(() => blocks.MoveNextAsync().AsTask());
        Assert.Equal(GrpcStatus.DeadlineExceeded, late.Status);
    }

    [Fact]
    public async Task A_failure_of_the_node_is_internal_and_tells_nothing()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        world.Gateway.OnSubmit = (_, _) => throw new InvalidOperationException("the secret");

        LedgerRpcException failed = await Assert.ThrowsAsync<LedgerRpcException>(() => world.Client.SubmitAsync(Valid));

        Assert.Equal((GrpcStatus.Internal, "INTERNAL: The node failed to answer."), (failed.Status, failed.Message));
        Assert.Equal("the secret", Assert.Single(world.Faults).Message);
    }

    [Fact]
    public async Task A_response_over_the_bound_is_not_taken()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        using LedgerRpcClient small = new(world.GrpcAddress, new LedgerRpcClientOptions { MaxResponseBytes = 16 });

        LedgerRpcException refused = await Assert.ThrowsAsync<LedgerRpcException>(() => small.SubmitAsync(Valid));

        Assert.Equal(GrpcStatus.ResourceExhausted, refused.Status);
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_unavailable()
    {
        using Socket held = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        held.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // bound and not listening: nobody else is given the port
        Uri address = new($"http://{held.LocalEndPoint}");
        using LedgerRpcClient client = new(address);

        LedgerRpcException failed = await Assert.ThrowsAsync<LedgerRpcException>(() => client.GetStatusAsync());

        Assert.Equal(GrpcStatus.Unavailable, failed.Status);
    }
}

using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Integration;

/// <summary>The same bytes have one effect and one receipt, however often, wherever and over whatever they are submitted.</summary>
public sealed class IdempotentSubmissionTests(RunningNetwork running) : IClassFixture<RunningNetwork>
{
    private const int Commitments = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Agreement = TimeSpan.FromSeconds(10);
    private static readonly SignatureSuites Suites = new(new Ed25519Suite());

    private readonly TestNetwork _network = running.Network;

    [Fact]
    public async Task The_same_bytes_a_hundred_times_in_parallel_with_cut_connections_are_anchored_once()
    {
        PreparedTransaction transaction = running.Prepare(Commitments);
        SubmissionStorm storm = new(_network, transaction.Bytes);
        ulong before = await LogSizeAsync();

        await storm.RunAsync();

        Assert.Equal(SubmissionStorm.Calls - SubmissionStorm.Cuts, storm.Answers.Count);
        Assert.True(storm.Slams >= SubmissionStorm.Cuts, $"only {storm.Slams} connections were cut");
        Assert.All(storm.Answers, heard => AssertReceipt(transaction, heard.Answer.Receipt));
        await AssertAnchoredOnceAsync(transaction, before);
        await AssertKnownEverywhereAsync(transaction);
    }

    [Fact]
    public async Task A_validator_killed_in_the_middle_says_after_its_restart_what_the_others_say()
    {
        PreparedTransaction transaction = running.Prepare(Commitments);
        ValidatorNode victim = await _network.PrimaryAsync(default);
        ulong before = await LogSizeAsync();

        Task storm = new SubmissionStorm(_network, transaction.Bytes).RunAsync();
        await victim.KillAsync();
        await storm;
        await Start.RunAsync(_network, default);
        await Wait.UntilHeadsAgreeAsync(_network, Patience, default); // before it knows the chain it takes the bytes once more

        await AssertKnownEverywhereAsync(transaction);
        await AssertAnchoredOnceAsync(transaction, before);
        byte[] told = await ReceiptAsync(victim, transaction, 0);
        await victim.KillAsync();
        await Start.RunAsync(_network, default);
        Answer again = (await MixedClient.TryAsync(victim.GrpcAddress, json: false, transaction.Bytes))!;
        Assert.Equal(Admission.AlreadyKnown, again.Admission);
        Assert.Equal(told, again.Receipt);
    }

    [Fact]
    public async Task All_validators_give_one_receipt_byte_for_byte()
    {
        PreparedTransaction transaction = running.Prepare(Commitments);

        await new SubmissionStorm(_network, transaction.Bytes).RunAsync();

        await AssertOneReceiptAsync(transaction);
    }

    [Fact]
    public async Task Validators_that_outlive_another_give_one_receipt_byte_for_byte()
    {
        PreparedTransaction transaction = running.Prepare(Commitments);
        ValidatorNode victim = await _network.PrimaryAsync(default);

        Task storm = new SubmissionStorm(_network, transaction.Bytes).RunAsync();
        await victim.KillAsync();
        await storm;

        await AssertOneReceiptAsync(transaction);
        await Start.RunAsync(_network, default);
        await Wait.UntilHeadsAgreeAsync(_network, Patience, default);
        AssertReceipt(transaction, await ReceiptAsync(victim, transaction, 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_never_heard_the_answer_submits_again_and_is_told_it(bool json)
    {
        PreparedTransaction transaction = running.Prepare(Commitments);
        ValidatorNode node = _network.Nodes[1];
        int port = json ? node.Ports.Json : node.Ports.Grpc;
        ulong before = await LogSizeAsync();

        // The receipt alone is longer than 300 bytes; what gRPC says before it is shorter.
        await using SlammingDoor door = new(port, responseBytes: 300);
        Assert.Null(await MixedClient.TryAsync(door.Address, json, transaction.Bytes));
        Answer again = (await MixedClient.TryAsync(json ? node.JsonAddress : node.GrpcAddress, json, transaction.Bytes))!;

        Assert.Equal(Admission.AlreadyKnown, again.Admission);
        AssertReceipt(transaction, again.Receipt);
        Assert.Equal(before + Commitments, (await node.StatusAsync()).LogSize);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_that_never_arrived_whole_has_no_effect(bool json)
    {
        PreparedTransaction transaction = running.Prepare(Commitments);
        ValidatorNode node = _network.Nodes[2];
        int port = json ? node.Ports.Json : node.Ports.Grpc;

        await using (SlammingDoor door = new(port, requestBytes: transaction.Bytes.Length / 2))
        {
            Assert.Null(await MixedClient.TryAsync(door.Address, json, transaction.Bytes));
        }

        GetReceiptRequest request = new() { TransactionId = ByteString.CopyFrom(transaction.Id.ToArray()) };
        LedgerRpcException unknown = await Assert.ThrowsAsync<LedgerRpcException>(
            () => node.Client.GetReceiptAsync(request));
        Assert.Equal("UNKNOWN_TRANSACTION", unknown.Code);
        Answer answer = (await MixedClient.TryAsync(json ? node.JsonAddress : node.GrpcAddress, json, transaction.Bytes))!;
        Assert.Equal(Admission.Accepted, answer.Admission);
    }

    private async Task<ulong> LogSizeAsync() => (await Wait.UntilHeadsAgreeAsync(_network, Patience, default))[0].LogSize;

    /// <summary>Whoever signed last may be heard last: the nodes that run come to agree on the certificate too.</summary>
    private Task AssertOneReceiptAsync(PreparedTransaction transaction)
        => Wait.UntilAsync("one receipt of all that run", Agreement, default, async () =>
        {
            byte[][] all = await Task.WhenAll(_network.Running.Select(node => ReceiptAsync(node, transaction, 0)));
            return all.All(receipt => receipt.AsSpan().SequenceEqual(all[0]));
        });

    /// <summary>One leaf set: the log has the transaction's leaves and no other, and each commitment has one anchor.</summary>
    private async Task AssertAnchoredOnceAsync(PreparedTransaction transaction, ulong before)
    {
        foreach (StatusResponse status in await Wait.UntilHeadsAgreeAsync(_network, Patience, default))
        {
            Assert.Equal(before + Commitments, status.LogSize);
        }

        await Wait.UntilIndexedAsync(_network, Patience, default);
        foreach (ValidatorNode node in _network.Nodes)
        {
            CheckRequest request = new() { Commitment = ByteString.CopyFrom(transaction.Commitment(0)) };
            Assert.Single((await node.Client.CheckAsync(request)).Matches);
        }
    }

    /// <summary>Whoever is asked again knows the transaction, and proves the same of every leaf.</summary>
    private async Task AssertKnownEverywhereAsync(PreparedTransaction transaction)
    {
        List<byte[]> proven = [];
        foreach (ValidatorNode node in _network.Nodes)
        {
            foreach (bool json in (bool[])[false, true])
            {
                Answer again = (await MixedClient.TryAsync(
                    json ? node.JsonAddress : node.GrpcAddress, json, transaction.Bytes))!;
                Assert.Equal(Admission.AlreadyKnown, again.Admission);
                proven.Add(Core(AssertReceipt(transaction, again.Receipt)));
                Assert.Equal(await ReceiptAsync(node, transaction, 0), again.Receipt);
            }

            for (uint leaf = 0; leaf < Commitments; leaf += Commitments / 4)
            {
                AssertReceipt(transaction, await ReceiptAsync(node, transaction, leaf), (int)leaf);
            }
        }

        Assert.All(proven, core => Assert.Equal(proven[0], core));
    }

    private static async Task<byte[]> ReceiptAsync(ValidatorNode node, PreparedTransaction transaction, uint leaf)
    {
        GetReceiptRequest request = new()
        {
            TransactionId = ByteString.CopyFrom(transaction.Id.ToArray()),
            LeafOffset = leaf,
        };
        GetReceiptResponse answer = await node.Client.GetReceiptAsync(request);
        Assert.Equal((Outcome.Anchored, (uint)Commitments), (answer.Outcome, answer.LeafCount));
        return answer.Receipt.ToByteArray();
    }

    /// <summary>A receipt of this transaction's leaf that the genesis alone verifies.</summary>
    private Receipt AssertReceipt(PreparedTransaction transaction, byte[] bytes, int leaf = 0)
    {
        Assert.Equal(DecodeFault.None, Receipt.TryDecode(bytes, out Receipt? receipt));
        Assert.Equal(ReceiptFault.None, ReceiptVerifier.Verify(receipt!, _network.Genesis, Suites));
        Digest commitment = new(transaction.Commitment(leaf));
        Assert.Equal(ReceiptFault.None, ReceiptVerifier.VerifyDocument(receipt!, commitment));
        Assert.Equal(transaction.Id, receipt!.TransactionId);
        return receipt;
    }

    /// <summary>What a receipt says: all of it but who signed that the block is final.</summary>
    private static byte[] Core(Receipt receipt)
        => [.. receipt.Leaf.Encode(), .. receipt.Proof.Encode(), .. receipt.Header.Encode(), .. Encode(receipt.Outcome)];

    private static byte[] Encode(OutcomeProof outcome)
    {
        WireWriter writer = new(256);
        outcome.Write(writer);
        return writer.ToArray();
    }
}

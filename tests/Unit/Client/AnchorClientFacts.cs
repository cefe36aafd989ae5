using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Receipts;
using Ledger.Tests.Rpc;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Unit.Client;

public sealed class AnchorClientFacts
{
    [Fact]
    public async Task Documents_of_one_order_are_one_transaction_with_a_verified_receipt_each()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        HashedDocument[] documents =
            [world.Hashed("合同.pdf", "one"), world.Hashed("b.txt", "two"), world.Hashed("c", "")];

        IReadOnlyList<CarryEnvelope> envelopes = await AnchorAsync(world, documents, world.Node);

        Assert.Single(world.Gateway.Submitted);
        Assert.Equal(["合同.pdf", "b.txt", "c"], envelopes.Select(e => e.FileName));
        Assert.Equal(documents.Select(d => d.Commitment), envelopes.Select(e => e.Receipt.Leaf.Commitment));
        Assert.All(envelopes, e => Assert.Equal(ReceiptFault.None, AnchoringWorld.Chain.Verify(e.Receipt)));
        Assert.Equal(3, documents.Select(d => Convert.ToHexString(d.Salt.Span)).Distinct().Count());
    }

    [Fact]
    public async Task After_a_failure_the_same_bytes_are_submitted_again()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        world.Gateway.Stumbles = 2;
        world.Gateway.PendingAnswers = 1;

        IReadOnlyList<CarryEnvelope> envelopes = await AnchorAsync(world, [world.Hashed("a", "one")], world.Node);

        Assert.Equal(3, world.Gateway.Submitted.Count);
        Assert.Single(world.Gateway.Submitted.Distinct());
        Assert.Equal(ReceiptFault.None, AnchoringWorld.Chain.Verify(Assert.Single(envelopes).Receipt));
    }

    [Fact]
    public async Task A_node_that_is_down_is_passed_over()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        Uri dead = new("http://127.0.0.1:1");

        Assert.Single(await AnchorAsync(world, [world.Hashed("a", "one")], dead, world.Node));
    }

    [Fact]
    public async Task A_refusal_is_the_answer_and_is_not_repeated()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        world.Gateway.Refusal = Admission.UnknownIssuer;

        LedgerRpcException refused = await Assert.ThrowsAsync<LedgerRpcException>(
            () => AnchorAsync(world, [world.Hashed("a", "one")], world.Node));

        Assert.Equal("UNKNOWN_ISSUER", refused.Code);
        Assert.Single(world.Gateway.Submitted);
    }

    [Fact]
    public async Task A_transaction_that_its_block_refused_is_named()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        world.Gateway.Outcome = Outcome.Expired;

        Assert.Equal(AnchorFault.RefusedInBlock, await FaultAsync(world, world.Order()));
    }

    [Fact]
    public async Task Nothing_is_submitted_to_another_chain_or_under_another_key()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        using Ed25519Signer stranger = new([.. Enumerable.Repeat((byte)9, 32)]);

        Assert.Equal(AnchorFault.KeyNotOfIssuer, await FaultAsync(world, world.Order(stranger)));
        world.Gateway.ChainId = Sha256.Hash("another chain"u8);
        Assert.Equal(AnchorFault.WrongChain, await FaultAsync(world, world.Order()));
        Assert.Empty(world.Gateway.Submitted);
    }

    [Fact]
    public async Task A_receipt_that_proves_nothing_or_something_else_is_never_passed_on()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        world.Gateway.Tamper = receipt => receipt with { Header = receipt.Header with { TimeMs = 1 } };
        Assert.Equal(AnchorFault.BadReceipt, await FaultAsync(world, world.Order()));

        world.Gateway.Tamper = _ => AnchoringWorld.Chain.MakeReceipt();
        Assert.Equal(AnchorFault.BadReceipt, await FaultAsync(world, world.Order()));
    }

    private static async Task<AnchorFault> FaultAsync(AnchoringWorld world, AnchorOrder order)
    {
        using NodeRing nodes = new([world.Node]);
        AnchorClient client = new(nodes, AnchoringWorld.Chain.Genesis, TestChain.Suites);
        AnchorException exception = await Assert.ThrowsAsync<AnchorException>(
            () => client.AnchorAsync([world.Hashed("a", "one")], order, RpcWorld.Patience));
        return exception.Fault;
    }

    private static async Task<IReadOnlyList<CarryEnvelope>> AnchorAsync(
        AnchoringWorld world, HashedDocument[] documents, params Uri[] addresses)
    {
        using NodeRing nodes = new(addresses);
        AnchorClient client = new(nodes, AnchoringWorld.Chain.Genesis, TestChain.Suites);
        return await client.AnchorAsync(documents, world.Order(), RpcWorld.Patience);
    }
}

using Google.Protobuf;
using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Client;

/// <summary>Anchors commitments and brings back receipts that it has verified itself.</summary>
/// <remarks>
/// All documents of an order become one AnchorList. The signed bytes are made once and submitted again as they are after a
/// failure, to the same node or the next: a chain takes them once. Nothing a node says is believed without its proof.
/// </remarks>
public sealed class AnchorClient(NodeRing nodes, Genesis genesis, SignatureSuites suites)
{
    private const int ReceiptsAtOnce = 16;

    private readonly HistoryClient _history = new(nodes, genesis, suites);

    private static readonly TimeSpan PendingPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Anchors the documents; the result has one verified envelope each, in their order.</summary>
    /// <exception cref="AnchorException">The nodes answered, but there are no good receipts.</exception>
    /// <exception cref="LedgerRpcException">A node refused, or none could be reached in time.</exception>
    public async Task<IReadOnlyList<CarryEnvelope>> AnchorAsync(
        IReadOnlyList<HashedDocument> documents,
        AnchorOrder order,
        TimeSpan timeout,
        CancellationToken cancellation = default)
    {
        Deadline deadline = Deadline.After(timeout);
        DemandKeyOf(order);
        Height head = await HeadAsync(deadline, cancellation).ConfigureAwait(false);
        SignedTransaction signed = Sign(documents, order, new Height(head.Value + order.ValidForHeights));
        Receipt[] receipts = await AnchorAsync(signed, deadline, cancellation).ConfigureAwait(false);
        return [.. documents.Zip(receipts, (document, receipt) => Envelop(document, receipt, order.Issuer))];
    }

    /// <summary>Anchors the root of a tree that covers <paramref name="count"/> documents or fields, as one AnchorRoot.</summary>
    /// <remarks>The order's scheme is <see cref="CommitmentScheme.MerkleRoot"/>. Exceptions as above.</remarks>
    public async Task<Receipt> AnchorRootAsync(
        Digest root, uint count, AnchorOrder order, TimeSpan timeout, CancellationToken cancellation = default)
    {
        Deadline deadline = Deadline.After(timeout);
        DemandKeyOf(order);
        Height head = await HeadAsync(deadline, cancellation).ConfigureAwait(false);
        AnchorTransaction transaction = AnchorTransaction.Root(
            genesis.ChainId, new Height(head.Value + order.ValidForHeights), order.Issuer.Index, order.Terms, count, root);
        return (await AnchorAsync(SignedTransaction.Sign(transaction, order.Signer), deadline, cancellation).ConfigureAwait(false))[0];
    }

    /// <summary>Submits until final, then brings the receipt of each leaf, in the leaves' order.</summary>
    public async Task<Receipt[]> AnchorAsync(
        SignedTransaction signed, Deadline deadline, CancellationToken cancellation = default)
    {
        AnchorTransaction anchor = signed.Transaction as AnchorTransaction
            ?? throw new ArgumentException("Only a transaction that anchors has receipts.", nameof(signed));
        await SubmitAsync(signed.Encode(), deadline, cancellation).ConfigureAwait(false);
        Receipt[] receipts = new Receipt[anchor.LeafCount];
        ParallelOptions options = new() { MaxDegreeOfParallelism = ReceiptsAtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, receipts.Length, options, async (leaf, token) =>
            receipts[leaf] = await ReceiptAsync(anchor, leaf, deadline, token).ConfigureAwait(false))
            .ConfigureAwait(false);
        return receipts;
    }

    /// <summary>The height of the node's head, once it has said that it serves this chain.</summary>
    public async Task<Height> HeadAsync(Deadline deadline, CancellationToken cancellation = default)
    {
        StatusResponse status = await nodes.UntilAsync(
            (node, time) => node.GetStatusAsync(time, cancellation), deadline, cancellation).ConfigureAwait(false);
        return status.ChainId.Span.SequenceEqual(genesis.ChainId.ToArray())
            ? new Height(status.Height)
            : throw new AnchorException(AnchorFault.WrongChain, "the node serves another chain than the genesis");
    }

    private static void DemandKeyOf(AnchorOrder order)
    {
        bool registered = order.Signer.Suite == order.Issuer.Suite
            && order.Signer.PublicKey.Span.SequenceEqual(order.Issuer.PublicKey.Span);
        if (!registered)
        {
            throw new AnchorException(
                AnchorFault.KeyNotOfIssuer, $"the key is not the one the genesis has for {order.Issuer.Name}");
        }
    }

    private SignedTransaction Sign(IReadOnlyList<HashedDocument> documents, AnchorOrder order, Height validUntil)
    {
        byte[] commitments = new byte[documents.Count * Digest.Size];
        foreach ((int index, HashedDocument document) in documents.Index())
        {
            document.Commitment.CopyTo(commitments.AsSpan(index * Digest.Size));
        }

        AnchorTransaction transaction = AnchorTransaction.List(
            genesis.ChainId, validUntil, order.Issuer.Index, order.Terms, commitments);
        return SignedTransaction.Sign(transaction, order.Signer);
    }

    private async Task SubmitAsync(byte[] bytes, Deadline deadline, CancellationToken cancellation)
    {
        SubmitResponse answer = await nodes.UntilAsync(
            (node, time) => node.SubmitAsync(bytes, waitForReceipt: true, time, cancellation), deadline, cancellation)
            .ConfigureAwait(false);

        // Bytes that two nodes took in a retry stand in two blocks: anchored in the first, replayed in the second.
        bool anchored = answer.Outcome is V1.Outcome.Unspecified or V1.Outcome.Anchored or V1.Outcome.Replayed;
        if (!anchored)
        {
            throw RefusedInBlock(answer.Outcome, answer.Height);
        }
    }

    private async Task<Receipt> ReceiptAsync(
        AnchorTransaction transaction, int leaf, Deadline deadline, CancellationToken cancellation)
    {
        GetReceiptRequest request = new()
        {
            TransactionId = ByteString.CopyFrom(transaction.Id.ToArray()),
            LeafOffset = (uint)leaf,
        };
        while (true)
        {
            GetReceiptResponse? answer = await AskReceiptAsync(request, deadline, cancellation).ConfigureAwait(false);
            if (answer?.State == ReceiptState.Committed)
            {
                return answer.Outcome == V1.Outcome.Anchored
                    ? await ProveAsync(answer.Receipt.ToByteArray(), transaction, leaf, deadline, cancellation).ConfigureAwait(false)
                    : throw RefusedInBlock(answer.Outcome, answer.Height);
            }

            if (deadline.Remaining <= PendingPause)
            {
                throw new AnchorException(AnchorFault.Pending, $"transaction {transaction.Id} is not final yet");
            }

            await Task.Delay(PendingPause, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Null while the node asked does not know the transaction: it was another that took it.</summary>
    private async Task<GetReceiptResponse?> AskReceiptAsync(
        GetReceiptRequest request, Deadline deadline, CancellationToken cancellation)
    {
        try
        {
            return await nodes.UntilAsync(
                (node, time) => node.GetReceiptAsync(request, time, cancellation), deadline, cancellation)
                .ConfigureAwait(false);
        }
        catch (LedgerRpcException unknown) when (unknown.Status == GrpcStatus.NotFound)
        {
            return null;
        }
    }

    private async Task<Receipt> ProveAsync(
        byte[] bytes, AnchorTransaction transaction, int leaf, Deadline deadline, CancellationToken cancellation)
    {
        ReceiptFault fault = Receipt.TryDecode(bytes, out Receipt? receipt) == DecodeFault.None && receipt is not null
            ? (await _history.ExamineAsync(receipt, deadline, cancellation).ConfigureAwait(false)).Fault
            : ReceiptFault.Malformed;
        Digest commitment = new(transaction.Commitments.Span.Slice(leaf * Digest.Size, Digest.Size));
        LeafRecord expected = new(
            transaction.Terms, transaction.Issuer, commitment, LeafRecord.PrefixOf(transaction.Id));
        return fault != ReceiptFault.None || receipt is null ? throw Bad(fault.ToString())
            : receipt.Leaf != expected || receipt.TransactionId != transaction.Id ? throw Bad("of another leaf")
            : receipt;

        AnchorException Bad(string why) => new(AnchorFault.BadReceipt, $"the receipt of leaf {leaf} is bad: {why}");
    }

    private static AnchorException RefusedInBlock(V1.Outcome outcome, ulong height)
        => new(AnchorFault.RefusedInBlock, $"the block at height {height} refused the transaction: {outcome}");

    private static CarryEnvelope Envelop(HashedDocument document, Receipt receipt, Issuer issuer)
    {
        string name = Path.GetFileName(document.Path);
        return new CarryEnvelope(
            document.Salt, name, (ulong)document.Bytes, MediaTypes.Of(name), issuer.Name, receipt);
    }
}

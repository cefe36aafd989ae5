using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Statuses;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Client;

/// <summary>Changes statuses in one transaction, and brings back what the chain's state has afterwards, proven.</summary>
/// <remarks>
/// Before anything is signed a node shows receipts of all commitments under this issuer, so that a mistyped one is no silent success: the
/// chain itself takes a status of anything.
/// </remarks>
public sealed class StatusChanger(NodeRing nodes, HistoryClient history, SignatureSuites suites)
{
    private readonly Genesis _genesis = history.History.Genesis;
    private readonly AnchorClient _anchors = new(nodes, history.History.Genesis, suites);
    private readonly StatusClient _statuses = new(nodes, history, suites);

    /// <returns>The status of each commitment, in the order of the changes.</returns>
    /// <exception cref="AnchorException">A commitment is not this issuer's, its status forbids it, or a block did.</exception>
    /// <exception cref="LedgerRpcException">A node refused, or none could be reached in time.</exception>
    public async Task<IReadOnlyList<ProvenStatus>> ChangeAsync(
        StatusOrder order, TimeSpan timeout, CancellationToken cancellation = default)
    {
        Deadline deadline = Deadline.After(timeout);
        Height head = await _anchors.HeadAsync(deadline, cancellation).ConfigureAwait(false);
        foreach (StatusChange change in order.Changes)
        {
            await DemandAsync(order, change, head, deadline, cancellation).ConfigureAwait(false);
        }

        StatusTransaction transaction = StatusTransaction.Of(
            _genesis.ChainId, head + order.ValidForHeights, order.Issuer.Index, order.Changes);
        Height height = await SubmitAsync(
            SignedTransaction.Sign(transaction, order.Signer), deadline, cancellation).ConfigureAwait(false);
        List<ProvenStatus> after = [];
        foreach (StatusChange change in order.Changes)
        {
            after.Add(await ProveAsync(order.Issuer, change, height, deadline, cancellation).ConfigureAwait(false));
        }

        return after;
    }

    /// <summary>What a node says of a block is its word; what its state has then is proven.</summary>
    private async Task<ProvenStatus> ProveAsync(
        Issuer issuer, StatusChange change, Height height, Deadline deadline, CancellationToken cancellation)
    {
        (_, ProvenStatus status) = await _statuses.ProveAsync(
            issuer.Index, change.Commitment, deadline, cancellation, height).ConfigureAwait(false);
        return status.Status == StatusRules.StatusAfter(change.Action)
            ? status
            : throw new AnchorException(AnchorFault.BadStatus, $"{change.Commitment} is {status.Status} after the change");
    }

    private async Task DemandAsync(
        StatusOrder order, StatusChange change, Height head, Deadline deadline, CancellationToken cancellation)
    {
        Digest[] named = change.Successor is { } successor ? [change.Commitment, successor] : [change.Commitment];
        foreach (Digest commitment in order.Unlisted ? [] : named)
        {
            await DemandAnchoredAsync(order.Issuer, commitment, deadline, cancellation).ConfigureAwait(false);
        }

        (_, ProvenStatus status) = await _statuses.ProveAsync(
            order.Issuer.Index, change.Commitment, deadline, cancellation).ConfigureAwait(false);
        Protocol.Blocks.Outcome outcome = StatusRules.TryChange(status.Entry, change, head, status.TimeMs, out _);
        if (outcome != Protocol.Blocks.Outcome.StatusChanged)
        {
            throw new AnchorException(
                AnchorFault.StatusConflict, $"{change.Commitment} is {status.Status}, so it cannot be changed so: {outcome}");
        }
    }

    private async Task DemandAnchoredAsync(Issuer issuer, Digest commitment, Deadline deadline, CancellationToken cancellation)
    {
        CommitmentAnswer answer = await CommitmentCheck.AskAsync(nodes, commitment, deadline, cancellation).ConfigureAwait(false);
        foreach (CommitmentAnswer.Anchor anchor in answer.Anchors)
        {
            if (anchor.Receipt is { } receipt && receipt.Leaf.Issuer == issuer.Index && receipt.Leaf.Commitment == commitment
                && (await history.ExamineAsync(receipt, deadline, cancellation).ConfigureAwait(false)).Fault == ReceiptFault.None)
            {
                return;
            }
        }

        throw new AnchorException(
            AnchorFault.NotAnchored, $"the node has no good receipt of {commitment} under issuer {issuer.Index} {issuer.Name}");
    }

    /// <summary>The height of the block that took it.</summary>
    private async Task<Height> SubmitAsync(SignedTransaction signed, Deadline deadline, CancellationToken cancellation)
    {
        byte[] bytes = signed.Encode();
        SubmitResponse answer = await nodes.UntilAsync(
            (node, time) => node.SubmitAsync(bytes, waitForReceipt: true, time, cancellation), deadline, cancellation)
            .ConfigureAwait(false);

        // Bytes that two nodes took in a retry stand in two blocks: executed in the first, replayed in the second.
        return answer.Outcome is V1.Outcome.StatusChanged or V1.Outcome.Replayed
            ? new Height(answer.Height)
            : throw new AnchorException(
                AnchorFault.RefusedInBlock, $"the block at height {answer.Height} refused the transaction: {answer.Outcome}");
    }
}

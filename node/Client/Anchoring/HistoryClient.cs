using Ledger.Client.V1;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;

namespace Ledger.Client;

/// <summary>Brings the set changes of a chain from its nodes and follows them. Thread-safe.</summary>
/// <remarks>Nothing that a node says is believed but by the signatures of the epoch before.</remarks>
public sealed class HistoryClient(NodeRing nodes, EpochHistory believed, SignatureSuites suites)
{
    private volatile EpochHistory _history = believed;

    public EpochHistory History => _history;

    /// <summary>Verifies a receipt; if its epoch or issuer is not known yet, after the nodes were asked for the way there.</summary>
    public async Task<ReceiptReport> ExamineAsync(Receipt receipt, Deadline deadline, CancellationToken cancellation = default)
    {
        ReceiptReport report = ReceiptVerifier.Examine(receipt, _history, suites);
        if (report.Fault == ReceiptFault.UnknownEpoch)
        {
            await FollowAsync(deadline, cancellation).ConfigureAwait(false);
            report = ReceiptVerifier.Examine(receipt, _history, suites);
        }

        if (report.Fault == ReceiptFault.UnknownIssuer)
        {
            await LearnIssuersAsync(deadline, cancellation).ConfigureAwait(false);
            report = ReceiptVerifier.Examine(receipt, _history, suites);
        }

        return report;
    }

    /// <summary>Learns the issuers that were decided since the genesis.</summary>
    /// <returns>What proves them, in the order of their indexes.</returns>
    /// <exception cref="AnchorException">A node gave a proof that does not hold.</exception>
    public async Task<IReadOnlyList<ProvenIssuers>> LearnIssuersAsync(Deadline deadline, CancellationToken cancellation = default)
    {
        List<ProvenIssuers> all = [];
        uint next = 0;
        while (all.Count < IssuerFile.MaximumPieces)
        {
            GetGovernanceRequest request = new() { IssuersFrom = next };
            GovernanceResponse answer = await nodes.OnceAsync(
                (node, time) => node.GetGovernanceAsync(request, time, cancellation), deadline, cancellation).ConfigureAwait(false);
            if (answer.Issuers.IsEmpty)
            {
                break;
            }

            ProvenIssuers piece = Decode(answer.Issuers.Span, next);
            await LearnAsync(piece, deadline, cancellation).ConfigureAwait(false);
            all.Add(piece);
            next = piece.Issuers[^1].Entry.Record.Index + 1;
        }

        return all;
    }

    private async Task LearnAsync(ProvenIssuers piece, Deadline deadline, CancellationToken cancellation)
    {
        if (_history.Find(piece.Header.Epoch) is null)
        {
            await FollowAsync(deadline, cancellation).ConfigureAwait(false);
        }

        IssuerProofFault fault = _history.Learn(piece, suites, out EpochHistory? learnt);
        _history = learnt ?? throw new AnchorException(AnchorFault.BadHistory, $"a proof of issuers does not hold: {fault}");
    }

    private static ProvenIssuers Decode(ReadOnlySpan<byte> bytes, uint from)
    {
        DecodeFault fault = ProvenIssuers.TryDecode(bytes, out ProvenIssuers? piece);
        bool goesOn = piece is { Issuers.Count: > 0 } && piece.Issuers[0].Entry.Record.Index >= from;
        return goesOn ? piece! : throw new AnchorException(AnchorFault.BadHistory, $"the node's bytes are no issuers: {fault}");
    }

    /// <summary>Follows the chain up to the epoch that the nodes are in.</summary>
    /// <returns>The links that were new.</returns>
    /// <exception cref="AnchorException">A node gave a link that does not hold.</exception>
    public async Task<IReadOnlyList<EpochLink>> FollowAsync(Deadline deadline, CancellationToken cancellation = default)
    {
        EpochHistory history = _history;
        List<EpochLink> all = [];
        while (all.Count < EpochFile.MaximumLinks)
        {
            GetEpochsRequest request = new() { FromEpoch = history.Last.Number.Value + 1 };
            GetEpochsResponse answer = await nodes.OnceAsync(
                (node, time) => node.GetEpochsAsync(request, time, cancellation), deadline, cancellation).ConfigureAwait(false);
            EpochLink[] links = [.. answer.Links.Select(l => Decode(l.Span))];
            history = Follow(history, links);
            all.AddRange(links);
            if (links.Length == 0)
            {
                break;
            }
        }

        _history = history;
        return all;
    }

    private EpochHistory Follow(EpochHistory history, EpochLink[] links)
    {
        HistoryProblem problem = history.Follow(links, suites, out EpochHistory? further);
        return further ?? throw new AnchorException(AnchorFault.BadHistory, $"a set change does not hold: {problem}");
    }

    private static EpochLink Decode(ReadOnlySpan<byte> bytes)
    {
        DecodeFault fault = EpochLink.TryDecode(bytes, out EpochLink? link);
        return link ?? throw new AnchorException(AnchorFault.BadHistory, $"the node's bytes are no set change: {fault}");
    }
}

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

    /// <summary>Verifies a receipt; one of an epoch that is not known yet after the nodes were asked for the way there.</summary>
    public async Task<ReceiptReport> ExamineAsync(Receipt receipt, Deadline deadline, CancellationToken cancellation = default)
    {
        ReceiptReport report = ReceiptVerifier.Examine(receipt, _history, suites);
        if (report.Fault != ReceiptFault.UnknownEpoch)
        {
            return report;
        }

        await FollowAsync(deadline, cancellation).ConfigureAwait(false);
        return ReceiptVerifier.Examine(receipt, _history, suites);
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

using Google.Protobuf;
using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;

namespace Ledger.Client;

/// <summary>Asks a node whether a commitment is anchored; the document itself never leaves the machine.</summary>
public static class CommitmentCheck
{
    public static async Task<CommitmentAnswer> AskAsync(
        NodeRing nodes, Digest commitment, Deadline deadline, CancellationToken cancellation = default)
    {
        CheckRequest request = new() { Commitment = ByteString.CopyFrom(commitment.ToArray()) };
        CheckResponse answer = await nodes.OnceAsync(
            (node, time) => node.CheckAsync(request, time, cancellation), deadline, cancellation).ConfigureAwait(false);
        return new CommitmentAnswer(answer.Height, [.. answer.Matches.Select(Decode)]);
    }

    private static CommitmentAnswer.Anchor Decode(AnchorMatch match)
        => new(match, Receipt.TryDecode(match.Receipt.Span, out Receipt? r) == DecodeFault.None ? r : null);
}

using Google.Protobuf;
using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;

namespace Ledger.Client;

/// <summary>Brings status proofs from any node, and gives none that it has not judged itself. Thread-safe.</summary>
public sealed class StatusClient(NodeRing nodes, HistoryClient history, SignatureSuites suites)
{
    /// <summary>Most questions under way at a time.</summary>
    private const int AtOnce = 16;

    private static readonly TimeSpan BehindPause = TimeSpan.FromMilliseconds(100);

    /// <summary>What the issuer says of the commitment as of the node's head.</summary>
    /// <param name="from">A node whose head is below this height is asked again, until the deadline.</param>
    /// <exception cref="AnchorException">The node's proof does not hold, or it has none yet.</exception>
    /// <exception cref="LedgerRpcException">No node could answer in time.</exception>
    public async Task<(StatusProof Proof, ProvenStatus Status)> ProveAsync(
        uint issuer, Digest commitment, Deadline deadline, CancellationToken cancellation = default, Height from = default)
    {
        GetAnchorStatusRequest request = new() { Issuer = issuer, Commitment = ByteString.CopyFrom(commitment.ToArray()) };
        while (true)
        {
            GetAnchorStatusResponse answer = await nodes.UntilAsync(
                (node, time) => node.GetAnchorStatusAsync(request, time, cancellation), deadline, cancellation).ConfigureAwait(false);
            (StatusProof Proof, ProvenStatus Status) proven = await JudgeAsync(
                answer.Proof.ToByteArray(), issuer, commitment, deadline, cancellation).ConfigureAwait(false);
            if (proven.Status.Height >= from)
            {
                return proven;
            }

            if (deadline.Remaining <= BehindPause)
            {
                throw new AnchorException(AnchorFault.Pending, $"the node is at height {proven.Status.Height}, below {from}");
            }

            await Task.Delay(BehindPause, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<(StatusProof Proof, ProvenStatus Status)> JudgeAsync(
        byte[] bytes, uint issuer, Digest commitment, Deadline deadline, CancellationToken cancellation)
    {
        DecodeFault decoding = StatusProof.TryDecode(bytes, out StatusProof? proof);
        if (proof is null || proof.Issuer != issuer || proof.Commitment != commitment)
        {
            throw Bad(decoding == DecodeFault.None ? "of another commitment" : $"{decoding}");
        }

        if (history.History.Find(proof.Header.Epoch) is null)
        {
            await history.FollowAsync(deadline, cancellation).ConfigureAwait(false);
        }

        StatusProofFault fault = proof.Judge(history.History, suites, out ProvenStatus? status);
        return status is null ? throw Bad($"{fault}") : (proof, status);

        AnchorException Bad(string why) => new(AnchorFault.BadStatus, $"the status proof of {commitment} is bad: {why}");
    }

    /// <summary>The envelopes with fresh proofs, in their order. One that is newer than the node's stays as it is.</summary>
    public async Task<IReadOnlyList<RefreshedEnvelope>> RefreshAsync(
        IReadOnlyList<CarryEnvelope> envelopes, Deadline deadline, CancellationToken cancellation = default)
    {
        RefreshedEnvelope[] refreshed = new RefreshedEnvelope[envelopes.Count];
        ParallelOptions options = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, refreshed.Length, options, async (i, token) =>
            refreshed[i] = await RefreshAsync(envelopes[i], deadline, token).ConfigureAwait(false))
            .ConfigureAwait(false);
        return refreshed;
    }

    private async Task<RefreshedEnvelope> RefreshAsync(CarryEnvelope envelope, Deadline deadline, CancellationToken cancellation)
    {
        (StatusProof proof, ProvenStatus status) = await ProveAsync(
            envelope.IssuerIndex, envelope.Receipt.Leaf.Commitment, deadline, cancellation).ConfigureAwait(false);
        bool isNewer = envelope.Status is not { } before
            || before.Judge(history.History, suites, out ProvenStatus? known) != StatusProofFault.None
            || known!.Height < status.Height;
        return new RefreshedEnvelope(isNewer ? envelope with { Status = proof } : envelope, status, isNewer);
    }
}

/// <summary>An envelope after a refresh.</summary>
/// <param name="Status">What the node proved.</param>
/// <param name="Changed">Whether the envelope has another proof now; false when its own is as new.</param>
public sealed record RefreshedEnvelope(CarryEnvelope Envelope, ProvenStatus Status, bool Changed);

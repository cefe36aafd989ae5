using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Consensus;

/// <summary>D3: how a validator that lost its promises may go on in the same epoch.</summary>
public sealed partial class Replica
{
    /// <summary>Promises that cover all it may have signed; null until all outside <paramref name="lost"/> have shown theirs.</summary>
    /// <remarks>
    /// Each of those has left for <paramref name="from"/> or a later view, and shows the highest certificate that it had: one of them
    /// signed whatever a quorum did below it. The highest of these it takes for its own, and leaves for the lowest of their views that
    /// is above it.
    /// </remarks>
    /// <param name="key">What a replica that follows was not given.</param>
    /// <param name="from">Above every view that anybody can have asked for before the loss.</param>
    public List<Promise>? Recover(ISigner key, SignerSet lost, View from)
    {
        ViewChange?[] shown =
        [
            .. Enumerable.Range(0, _set.Size).Select(i => new ValidatorIndex((byte)i))
                .Where(i => !lost.Contains(i)).Select(_asks.ChangeOf),
        ];
        if (!Follows || !Array.TrueForAll(shown, change => change?.View >= from))
        {
            return null;
        }

        QuorumCertificate? commit = shown.Select(change => change!.HighestCommit).Aggregate(QuorumCertificate.Higher);
        QuorumCertificate? highest = shown.Select(change => change!.Highest).Aggregate(QuorumCertificate.Higher);
        View view = View.Max(shown.Min(change => change!.View), highest?.View.Next ?? from); // whoever shows a far view moves nobody (V1)
        byte[] signature = ViewChange.StatementFor(view, commit, highest).Sign(_context, key);
        Promise.Left left = new(new ViewChange(_self, view, commit, highest, signature));
        Promise.Recovered recovered = new(_epoch.Number);
        return highest is null ? [left, recovered] : [new Promise.Certified(highest), left, recovered];
    }
}

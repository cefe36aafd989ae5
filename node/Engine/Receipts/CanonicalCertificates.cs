using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Engine.Receipts;

/// <summary>Chooses the certificate that a block's receipts carry, so that every validator gives out the same receipt.</summary>
/// <remarks>
/// <para>Which quorum is complete first differs from node to node, and all of them make the block final (N5). The canonical
/// one is the first jurisdiction quorum in the order of the set, of the validators that are not silent. It decides nothing:
/// the replica never sees it, and whoever checks a receipt accepts any quorum.</para>
/// <para>Votes that come after the quorum are waited for, at most <see cref="PatienceMs"/>; then the block is settled with
/// what there is. A settled certificate never changes. So receipts are the same bytes everywhere unless a vote was lost,
/// late, or said again after a restart by a key that draws nonces; and a validator that stops costs eight blocks the patience,
/// later ones nothing.</para>
/// <para>Bounds: votes of <see cref="Span"/> heights on either side of the head, one a validator and height; that many
/// blocks waiting.</para>
/// </remarks>
public sealed class CanonicalCertificates
{
    /// <summary>The longest a receipt waits for votes beyond the quorum.</summary>
    public const ulong PatienceMs = 100;

    /// <summary>So many blocks in a row settled without a validator's vote make it silent, until it votes again.</summary>
    /// <remarks>More than a live validator leaves out when it learns of a few blocks only by their certificates.</remarks>
    private const int SilentBlocks = 8;

    private readonly ValidatorSet _set;
    private readonly SortedDictionary<Height, Vote?[]> _votes = [];
    private readonly int[] _missed;
    private readonly Queue<(CommittedEvent Block, QuorumCertificate? Own, ulong DueMs)> _waiting = new();

    /// <param name="head">Height of the last committed block: settled.</param>
    public CanonicalCertificates(ValidatorSet set, ulong window, Height head)
    {
        _set = set;
        _missed = new int[set.Size];
        Span = 2 * window;
        Head = head;
        Settled = head;
    }

    public ulong Span { get; }

    public Height Head { get; private set; }

    /// <summary>Receipts up to this height may leave.</summary>
    public Height Settled { get; private set; }

    /// <summary>When the oldest waiting block is settled whatever has come; null when none waits.</summary>
    public ulong? DueMs => _waiting.TryPeek(out var first) ? first.DueMs : null;

    /// <summary>Takes a checked Commit; of two by one validator for one height the later view's stays.</summary>
    public void Note(Vote vote)
    {
        bool near = vote.Height <= Head + Span && vote.Height + Span > Head;
        if (!vote.IsCommit || !near)
        {
            return;
        }

        if (!_votes.TryGetValue(vote.Height, out Vote?[]? slots))
        {
            _votes.Add(vote.Height, slots = new Vote?[_set.Size]);
        }

        _missed[vote.Sender.Value] = 0;
        ref Vote? slot = ref slots[vote.Sender.Value];
        slot = slot is { } known && known.View >= vote.View ? known : vote;
    }

    /// <summary>A block was adopted; its receipts wait for <see cref="TrySettle"/>.</summary>
    /// <param name="own">The certificate it is kept with, if it has one of its own.</param>
    public void Await(CommittedEvent block, QuorumCertificate? own, ulong nowMs)
    {
        Head = block.Block.Height;
        _waiting.Enqueue((block, own, nowMs + PatienceMs));
        while (_votes.Count > 0 && _votes.First().Key is { } lowest && lowest + Span <= Head)
        {
            _votes.Remove(lowest);
        }
    }

    /// <summary>Settles the oldest waiting block if its canonical votes are here, or its time is over.</summary>
    /// <param name="certificate">The canonical certificate where it is another than the block's own.</param>
    /// <returns>Null when there is none to settle now.</returns>
    public CommittedEvent? TrySettle(ulong nowMs, out QuorumCertificate? certificate)
    {
        certificate = null;
        if (!_waiting.TryPeek(out var first))
        {
            return null;
        }

        (certificate, bool complete) = Choose(first.Block);
        if (!complete && nowMs < first.DueMs && (ulong)_waiting.Count <= Span)
        {
            return null;
        }

        _waiting.Dequeue();
        Settled = first.Block.Block.Height;
        CountMissed(Settled);
        certificate = Shows(first.Own, certificate) ? null : certificate;
        return first.Block;
    }

    private (QuorumCertificate? Certificate, bool Complete) Choose(CommittedEvent block)
    {
        if (!_votes.TryGetValue(block.Block.Height, out Vote?[]? slots))
        {
            return (null, false);
        }

        foreach (IGrouping<View, Vote> votes in slots.OfType<Vote>().Where(v => v.Block == block.Block.Id)
            .GroupBy(v => v.View).OrderByDescending(g => g.Key))
        {
            SignerSet here = SignerSet.Of(votes.Select(v => v.Sender));
            if (FirstQuorum(here) is { } signers)
            {
                return (Certify(slots, signers), signers == FirstQuorum(Expected()));
            }
        }

        return (null, false);
    }

    /// <summary>The first of <paramref name="among"/>, in the order of the set, that are a jurisdiction quorum.</summary>
    private SignerSet? FirstQuorum(SignerSet among)
    {
        SignerSet taken = SignerSet.Empty;
        foreach (ValidatorIndex validator in among.Members)
        {
            taken = taken.With(validator);
            if (_set.HasQuorum(taken))
            {
                return taken;
            }
        }

        return null;
    }

    private static bool Shows(QuorumCertificate? own, QuorumCertificate? canonical)
        => own is not null && canonical is not null && own.Signers == canonical.Signers && own.View == canonical.View;

    private SignerSet Expected()
        => SignerSet.Of(_missed.Index().Where(m => m.Item < SilentBlocks).Select(m => new ValidatorIndex((byte)m.Index)));

    private void CountMissed(Height height)
    {
        Vote?[]? slots = _votes.GetValueOrDefault(height);
        for (int i = 0; i < _missed.Length; i++)
        {
            _missed[i] = slots?[i] is null ? _missed[i] + 1 : 0;
        }
    }

    private static QuorumCertificate Certify(Vote?[] slots, SignerSet signers)
    {
        Vote[] votes = [.. signers.Members.Select(m => slots[m.Value]!)];
        byte[] signatures = new byte[votes.Length * SignatureSuites.SignatureSize];
        foreach ((int index, Vote vote) in votes.Index())
        {
            vote.Signature.Span.CopyTo(signatures.AsSpan(index * SignatureSuites.SignatureSize));
        }

        return new QuorumCertificate(votes[0].Statement, signers, signatures);
    }
}

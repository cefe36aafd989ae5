using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Consensus.NormalCase;

/// <summary>Votes by (type, view, height), one a validator, until they are a certificate.</summary>
/// <remarks>Never across views; a vote for a descendant never counts for an ancestor (N0).</remarks>
public sealed class VoteBook(ValidatorSet set)
{
    private readonly SortedDictionary<(Height Height, View View, StatementType Type), Vote?[]> _votes = [];

    /// <summary>Places with a vote.</summary>
    public int Count => _votes.Count;

    /// <summary>The validator's earlier vote in the same place, if any.</summary>
    public Vote? Find(Vote vote) => _votes.GetValueOrDefault(KeyOf(vote))?[vote.Sender.Value];

    /// <summary>Adds a vote; returns a certificate when this vote completes the jurisdiction quorum.</summary>
    public QuorumCertificate? Add(Vote vote)
    {
        if (!_votes.TryGetValue(KeyOf(vote), out Vote?[]? slots))
        {
            _votes.Add(KeyOf(vote), slots = new Vote?[set.Size]);
        }

        bool before = set.HasQuorum(SignersOf(slots, vote.Block));
        slots[vote.Sender.Value] = vote;
        SignerSet after = SignersOf(slots, vote.Block);
        return !before && set.HasQuorum(after) ? Certify(slots, vote.Statement, after) : null;
    }

    /// <summary>Whose vote with exactly this statement is held.</summary>
    public SignerSet SignersOf(Statement statement)
        => _votes.TryGetValue((statement.Height, statement.View, statement.Type), out Vote?[]? slots)
            ? SignersOf(slots, statement.Subject)
            : SignerSet.Empty;

    public void PruneHeights(Height committed)
    {
        while (_votes.Count > 0 && _votes.First().Key is { } lowest && lowest.Height <= committed)
        {
            _votes.Remove(lowest);
        }
    }

    /// <summary>Forgets Prepares below a view and Commits more than <paramref name="commitSpan"/> views below it.</summary>
    public void PruneViews(View view, ulong commitSpan)
    {
        var stale = _votes.Keys.Where(k =>
            k.View < view && (k.Type == StatementType.Prepare || k.View.Value + commitSpan < view.Value)).ToList();
        stale.ForEach(key => _votes.Remove(key));
    }

    internal void Write(WireWriter writer) => MemoryCodec.WriteMessages(writer, _votes.Values.SelectMany(slots => slots));

    /// <summary>Certificates that the votes complete were known before they were written down.</summary>
    internal void Read(ref WireReader reader)
        => MemoryCodec.ReadMessages<Vote>(ref reader, set).ForEach(v => Add(v));

    private static (Height Height, View View, StatementType Type) KeyOf(Vote vote)
        => (vote.Height, vote.View, vote.Statement.Type);

    private static SignerSet SignersOf(Vote?[] slots, BlockId block)
        => SignerSet.Of(slots.OfType<Vote>().Where(v => v.Block == block).Select(v => v.Sender));

    private static QuorumCertificate Certify(Vote?[] slots, Statement statement, SignerSet signers)
    {
        byte[] signatures = new byte[signers.Count * SignatureSuites.SignatureSize];
        int at = 0;
        foreach (ValidatorIndex signer in signers.Members)
        {
            slots[signer.Value]!.Signature.Span.CopyTo(signatures.AsSpan(at));
            at += SignatureSuites.SignatureSize;
        }

        return new QuorumCertificate(statement, signers, signatures);
    }
}

using Ledger.Protocol.Certificates;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Consensus;

/// <summary>Misbehaviour: what is heard is held beside what is remembered, and what no honest validator says is an effect.</summary>
/// <remarks>
/// Only comparison: nothing here changes what is voted for. Remembered are the votes under way, the proposals and NewView of this
/// view, and for each validator its last ViewChange and its highest Commit: whoever lies in a place long settled goes unnoticed.
/// </remarks>
public sealed partial class Replica
{
    private readonly Vote?[] _lastCommits;

    private void Accuse(ValidatorIndex validator, SignedStatement first, SignedStatement second, EffectList effects)
        => effects.Misbehaviors.Add(Misbehavior.Two(_context, validator, first, second));

    private void CompareVote(Vote vote, EffectList effects)
    {
        if (vote.IsCommit)
        {
            CompareCommit(vote, effects);
        }
        else if ((Contradicts(vote, Head.Certificate) ?? Contradicts(vote, _decided)) is { } committed)
        {
            effects.Misbehaviors.Add(Misbehavior.Below(_context, vote, committed));
        }
    }

    private static QuorumCertificate? Contradicts(Vote prepare, QuorumCertificate? committed)
        => committed is not null && Contradiction.IsBelow(prepare.Statement, committed) ? committed : null;

    /// <summary>A Commit of a view still to come is not remembered: it would hide those that bind its signer now.</summary>
    private void CompareCommit(Vote commit, EffectList effects)
    {
        if (_asks.ChangeOf(commit.Sender) is { } change)
        {
            CompareWithChange(commit, change, effects);
        }

        ref Vote? last = ref _lastCommits[commit.Sender.Value];
        if (commit.View <= _view && (last is null || PositionOf(commit) > PositionOf(last)))
        {
            last = commit;
        }
    }

    private void CompareViewChange(ViewChange change, EffectList effects)
    {
        if (_lastCommits[change.Sender.Value] is { } commit)
        {
            CompareWithChange(commit, change, effects);
        }

        ViewChange? held = _asks.ChangeOf(change.Sender);
        if (held?.View == change.View && !IsResent(held.Signature, change.Signature))
        {
            CompareStatements(change.Sender, SignedStatement.Of(held), SignedStatement.Of(change), effects);
        }
    }

    private void CompareNewView(NewView opened, EffectList effects)
    {
        if (_newView?.View == opened.View && !IsResent(_newView.Signature, opened.Signature))
        {
            CompareStatements(opened.Sender, SignedStatement.Of(_newView), SignedStatement.Of(opened), effects);
        }
    }

    private void CompareWithChange(Vote commit, ViewChange change, EffectList effects)
    {
        if (Contradiction.IsHidden(commit.Statement, change.View, change.Highest))
        {
            effects.Misbehaviors.Add(Misbehavior.Hidden(_context, commit, change));
        }
    }

    private void CompareStatements(ValidatorIndex by, SignedStatement first, SignedStatement second, EffectList effects)
    {
        if (Contradiction.IsBetween(first.Statement, second.Statement))
        {
            Accuse(by, first, second, effects);
        }
    }

    /// <summary>The same signature is the same statement: spares two hashes of long content for every resent message.</summary>
    private static bool IsResent(ReadOnlyMemory<byte> held, ReadOnlyMemory<byte> heard) => held.Span.SequenceEqual(heard.Span);

    private static Position PositionOf(Vote vote) => new(vote.View, vote.Height);
}

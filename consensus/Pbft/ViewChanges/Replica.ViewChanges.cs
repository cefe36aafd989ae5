using Ledger.Consensus.NormalCase;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Consensus;

/// <summary>V1 to V4: suspicion, leaving a view, opening and adopting the next.</summary>
public sealed partial class Replica
{
    /// <summary>V1, first step: asks for the next view and promises nothing.</summary>
    private void Suspect(SuspicionReason reason, EffectList effects)
        => AskFor(View.Max(_view, _durable.Asked).Next, reason, effects);

    private void AskFor(View target, SuspicionReason reason, EffectList effects)
    {
        if (Follows || target <= View.Max(_view, _durable.Asked))
        {
            return;
        }

        effects.Suspicions.Add(new Suspicion(reason, _view, target));
        _asks.Note(_self, target);
        effects.SendOthers(OwnSuspect(target));
    }

    private Suspect OwnSuspect(View view)
        => new(_self, view, SignatureOf(Protocol.Messages.Suspect.StatementFor(view)));

    private void OnViewChange(ViewChange change, EffectList effects)
    {
        CompareViewChange(change, effects);
        if (!_asks.Note(change))
        {
            Discard(effects, DiscardReason.Duplicate);
        }
    }

    /// <summary>V1, second step: when f+1 ask for a higher view, this replica leaves its own.</summary>
    private void JoinIfAsked(EffectList effects)
    {
        View joinable = _asks.Joinable;
        if (joinable > _view && joinable > _durable.Asked)
        {
            if (_asks[_self] < joinable)
            {
                effects.Suspicions.Add(new Suspicion(SuspicionReason.Joined, _view, joinable));
            }

            LeaveFor(joinable, effects);
        }
    }

    /// <summary>V2: durable whole, resent byte for byte; nothing below <paramref name="view"/> is signed afterwards.</summary>
    private void LeaveFor(View view, EffectList effects)
    {
        QuorumCertificate? commit = QuorumCertificate.Higher(_decided, Head.Certificate);
        Statement statement = ViewChange.StatementFor(view, commit, _durable.Highest);
        ViewChange change = new(_self, view, commit, _durable.Highest, SignatureOf(statement));
        Promise(new Promise.Left(change), effects);
        _asks.Note(change);
        ResetView(view);
        _participating = false;
        _timeout.Entered(view, LastCommitView); // also when the views between were never opened: each doubles it
        effects.SendOthers(change);
    }

    /// <summary>V3: the primary of the view asked for opens it with a quorum of ViewChanges, once in its life (N7).</summary>
    private void OpenViewIfPrimary(EffectList effects)
    {
        bool mine = !_participating && Primary == _self && _durable.Asked == _view && _mayPropose != _view;
        bool spoken = _durable.PrimaryView is { } primary && primary >= _view;
        if (mine && !spoken && _asks.QuorumFor(_view) is { } changes)
        {
            _mayPropose = _view;
            PromisePrimary(effects);
            Statement statement = NewView.StatementFor(_view, changes);
            effects.Send(new NewView(_self, _view, changes, SignatureOf(statement)));
        }
    }

    private void OnNewView(NewView opened, EffectList effects)
    {
        if (opened.Sender != PrimaryOf(opened.View))
        {
            Discard(effects, DiscardReason.NotPrimary);
        }
        else if (IsStale(opened))
        {
            CompareNewView(opened, effects);
            Discard(effects, DiscardReason.StaleView);
        }
        else
        {
            Adopt(opened, effects);
        }
    }

    private bool IsStale(NewView opened)
        => opened.View < View.Max(_view, _durable.Asked) || (opened.View == _view && _participating && _base is not null);

    /// <summary>V3: everybody recomputes base(v). A base below what is committed here cannot be.</summary>
    private void Adopt(NewView opened, EffectList effects)
    {
        foreach (ViewChange change in opened.ViewChanges)
        {
            CompareViewChange(change, effects);
            _asks.Note(change);
        }

        QuorumCertificate? certificate = opened.Base;
        BlockRef? start = certificate is { } c ? new BlockRef(c.Height, c.Block.Sha256) : EpochBase;
        if (opened.View == _view && _participating)
        {
            _base = start; // resumed in this view after a restart: only the forgotten base is learnt again
            _newView = opened;
            return;
        }

        Invariant.Holds(start is { } b && b.Height >= Head.Height, "base(v) is not below the committed head (V3)");
        if (certificate is { IsCommit: true } commit && commit.Height > Head.Height)
        {
            OnCommitCertificate(commit, effects);
        }

        EnterView(opened.View, start.Value, opened, effects);
    }

    private void EnterView(View view, BlockRef start, NewView? opened, EffectList effects)
    {
        ResetView(view);
        _participating = true;
        _base = start;
        _newView = opened;
        _timeout.Entered(view, LastCommitView);
        ReleaseHeld(effects);
    }

    private void ResetView(View view)
    {
        _view = view;
        _base = null;
        _newView = null;
        _tip = null;
        _progress = true;
        _resumedWaiting = false;
        _proposals.Clear();
        _prepares.Clear();
        _commits.Clear();
        _certified.Clear();
        _votes.PruneViews(view, CommitViewSpan);
        if ((ulong)_tree.Count > BlockTree.Span)
        {
            HashSet<Digest> certified = CertifiedChain();
            _tree.Retain(b => _durable.Holds(new BlockRef(b.Height, b.Hash)) || certified.Contains(b.Hash));
        }
    }

    /// <summary>The highest certified blocks and their ancestors; rivals at their heights can be fetched, if ever needed (V5).</summary>
    private HashSet<Digest> CertifiedChain()
    {
        HashSet<Digest> chain = [];
        foreach (QuorumCertificate? highest in (QuorumCertificate?[])[_decided, _durable.Highest])
        {
            Digest hash = highest?.Block.Sha256 ?? Digest.Zero;
            while (_tree.Find(hash) is { } node && chain.Add(hash))
            {
                hash = node.Block.Parent;
            }
        }

        return chain;
    }

    /// <summary>V4: the first proposal is base again, unless its certificate is held: then the first is its child.</summary>
    private void ProposeBase(EffectList effects)
    {
        if (_mayPropose != _view || !_participating || _tip is not null || _base is not { } start)
        {
            return;
        }

        if (start == HeadRef)
        {
            _tip = start;
        }
        else if (_tree.Find(start.Hash) is { } node)
        {
            SendPrePrepare(node.Block, effects);
        }
    }

    /// <summary>Keeps a message of a view not yet entered, a few for each validator (V7).</summary>
    private void Hold(Message message, EffectList effects)
    {
        Queue<Message> slots = _held[message.Sender.Value];
        if (slots.Count == (int)(3 * _options.Window))
        {
            slots.Dequeue();
            Discard(effects, DiscardReason.HoldFull);
        }

        slots.Enqueue(message);
    }

    /// <summary>What was held comes in again; of a still higher view it is held again.</summary>
    private void ReleaseHeld(EffectList effects)
    {
        foreach (Queue<Message> slots in _held)
        {
            Message[] messages = [.. slots];
            slots.Clear();
            foreach (Message message in messages)
            {
                Receive(message, effects);
            }
        }
    }
}

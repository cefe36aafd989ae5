using Ledger.Consensus.NormalCase;
using Ledger.Consensus.Safety;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Consensus;

/// <summary>N1 to N4: proposals, prepares and commits of the current view.</summary>
public sealed partial class Replica
{
    private readonly SortedDictionary<Height, PrePrepare> _proposals = [];
    private readonly SortedDictionary<Height, Vote> _prepares = [];
    private readonly SortedDictionary<Height, Vote> _commits = [];
    private readonly SortedDictionary<Height, Digest> _certified = [];

    /// <summary>Where the primary may propose now; null when it may not (N1, N7, V4).</summary>
    /// <remarks>A Suspect of its own view does not silence it: it promises nothing, and nobody else may ever ask (V1).</remarks>
    public ProposalSlot? Slot
    {
        get
        {
            bool mine = !Follows && _participating && Primary == _self && _decided is null;
            BlockRef? tip = !mine ? null : _mayPropose == _view ? _tip : FreshTip;
            return tip is { } parent && parent.Height < _logged + _options.Window && IsValid(parent.Hash) && GoesOn(parent.Hash)
                ? new ProposalSlot(_view, parent)
                : null;
        }
    }

    /// <summary>View 0 needs no NewView: its primary starts from the epoch's base, once (N7).</summary>
    private BlockRef? FreshTip => _view == View.Zero && _durable.PrimaryView is null ? EpochBase : null;

    private void OnProposed(Input.Proposed proposed, EffectList effects)
    {
        bool fits = Slot is { } slot && slot.View == proposed.View && slot.Parent.Hash == proposed.Block.Parent;
        Invariant.Holds(fits, "a block is proposed in the turn in which it was built, into the slot that was open (N1)");
        _mayPropose = _view;
        BlockNode? node = _tree.Add(proposed.Block, Head.Height);
        Invariant.Holds(node is not null, "a proposal stands right above its parent, inside the window");
        node.State = CheckState.Valid;
        SendPrePrepare(proposed.Block, effects);
    }

    /// <summary>N7: the view is journaled before the first message as its primary.</summary>
    private void SendPrePrepare(Block block, EffectList effects)
    {
        PromisePrimary(effects);
        Statement statement = new(StatementType.PrePrepare, _view, block.Height, block.Id);
        _tip = new BlockRef(block.Height, block.Hash);
        effects.Send(new PrePrepare(_self, _view, block, SignatureOf(statement)));
    }

    private void PromisePrimary(EffectList effects)
    {
        if (_durable.PrimaryView is not { } spoken || spoken < _view)
        {
            Promise(new Promise.Primary(_view), effects);
        }
    }

    private void OnPrePrepare(PrePrepare proposal, EffectList effects)
    {
        Height height = proposal.Block.Height;
        bool isBase = _base is { } floor && floor.Hash == proposal.Block.Hash;
        if (proposal.Sender != PrimaryOf(proposal.View))
        {
            Discard(effects, DiscardReason.NotPrimary);
        }
        else if (proposal.View < _view)
        {
            Discard(effects, DiscardReason.StaleView);
        }
        else if (proposal.View > _view || !_participating)
        {
            Hold(proposal, effects);
        }
        else if (height < Head.Height || (height == Head.Height && !isBase))
        {
            Discard(effects, DiscardReason.AlreadyDecided);
        }
        else if (height > Head.Height + (2 * _options.Window))
        {
            Discard(effects, DiscardReason.TooFarAhead);
        }
        else
        {
            Accept(proposal, effects);
        }
    }

    private void Accept(PrePrepare proposal, EffectList effects)
    {
        if (_proposals.TryGetValue(proposal.Block.Height, out PrePrepare? first))
        {
            bool same = first.Block.Hash == proposal.Block.Hash;
            Discard(effects, same ? DiscardReason.Duplicate : DiscardReason.Equivocation);
            if (!same)
            {
                Accuse(proposal.Sender, SignedStatement.Of(first), SignedStatement.Of(proposal), effects);
                Suspect(SuspicionReason.Equivocation, effects);
            }

            return;
        }

        _proposals.Add(proposal.Block.Height, proposal);
        _tree.Add(proposal.Block, Head.Height);
    }

    /// <summary>Asks for the execution of every block whose parent stands.</summary>
    /// <remarks>
    /// Once more when a certificate comes for a block whose time has not: a replica whose clock is slow would wait for it
    /// behind all others, however slow that is.
    /// </remarks>
    private void RequestChecks(EffectList effects)
    {
        if (!_tree.HasOpen)
        {
            return;
        }

        foreach (BlockNode node in _tree.ByHeight.Where(n => n.IsOpen && IsValid(n.Block.Parent)))
        {
            bool certified = IsCertified(node.Block);
            if (node.State == CheckState.Unchecked || certified)
            {
                node.State = CheckState.Checking;
                node.TimeIsWaived = certified;
                effects.Check(node.Block, certified);
            }
        }
    }

    /// <summary>E1: the child of an epoch's last block belongs to the next epoch, which another replica is for.</summary>
    private bool GoesOn(Digest hash)
        => hash == Head.Block.Sha256 ? !IsOver : _tree.Find(hash) is { } node && !EndsEpoch(node.Block);

    private bool EndsEpoch(Block block) => block.Header.NextConfigurationHash != _epoch.Hash;

    private bool IsValid(Digest hash) => hash == Head.Block.Sha256 || _tree.Find(hash)?.State == CheckState.Valid;

    /// <summary>Base, or below a commit certificate: its time was judged when it was first proposed (T0).</summary>
    private bool IsCertified(Block block)
        => _base is { } floor && block.Height <= floor.Height
            || (_decided is { } decided && block.Height <= decided.Height)
            || (_durable.Highest is { } highest && block.Height <= highest.Height);

    private void OnBlockChecked(Input.BlockChecked check, EffectList effects)
    {
        if (_tree.Find(check.Hash) is not { } node)
        {
            Discard(effects, DiscardReason.UnknownBlock);
            return;
        }

        node.State = check.Valid ? CheckState.Valid : CheckState.Invalid;
        if (!check.Valid && _proposals.Values.Any(p => p.Block.Hash == check.Hash))
        {
            Suspect(SuspicionReason.InvalidProposal, effects);
        }
    }

    /// <summary>Prepares, in height order, every accepted proposal that N2 and V4 allow.</summary>
    private void PrepareProposals(EffectList effects)
    {
        if (!_participating)
        {
            return;
        }

        foreach (PrePrepare proposal in _proposals.Values)
        {
            if (IsValid(proposal.Block.Hash) && PrepareRule.Judge(QuestionOf(proposal.Block)) == PrepareVerdict.Allowed)
            {
                Prepare(proposal.Block, effects);
            }
        }
    }

    private PrepareQuestion QuestionOf(Block block)
    {
        Height parentHeight = new(block.Height.Value - 1);
        return new PrepareQuestion(
            block.Header.ConfigurationHash == _epoch.Hash,
            _view,
            _durable.Asked,
            _durable.LastPrepare?.Position,
            _durable.LastPrepare?.Block.Sha256 ?? Digest.Zero,
            _logged,
            _options.Window,
            _base,
            new BlockRef(block.Height, block.Hash),
            block.Parent,
            _certified.TryGetValue(parentHeight, out Digest certified) && certified == block.Parent);
    }

    /// <summary>N3: the block and its uncommitted ancestors are promised with the vote.</summary>
    private void Prepare(Block block, EffectList effects)
    {
        HoldWithAncestors(block, effects);
        Promise(new Promise.Prepared(new Position(_view, block.Height), block.Id), effects);
        _prepares[block.Height] = Sign(new Statement(StatementType.Prepare, _view, block.Height, block.Id));
        effects.Send(_prepares[block.Height]);
    }

    private void HoldWithAncestors(Block block, EffectList effects)
    {
        for (Block? at = block; at is not null && at.Height > Head.Height; at = _tree.Find(at.Parent)?.Block)
        {
            if (!_durable.Holds(new BlockRef(at.Height, at.Hash)))
            {
                Promise(new Promise.Held(at), effects);
            }
        }
    }

    private void OnVote(Vote vote, EffectList effects)
    {
        CompareVote(vote, effects);
        if (vote.Height <= Head.Height)
        {
            Discard(effects, DiscardReason.AlreadyDecided);
        }
        else if (vote.Height > Head.Height + (2 * _options.Window))
        {
            Discard(effects, DiscardReason.TooFarAhead);
        }
        else if (vote.View > _view || (vote.View == _view && !_participating))
        {
            Hold(vote, effects);
        }
        else if (vote.View < _view && (!vote.IsCommit || vote.View.Value + CommitViewSpan < _view.Value))
        {
            Discard(effects, DiscardReason.StaleView);
        }
        else
        {
            Count(vote, effects);
        }
    }

    private void Count(Vote vote, EffectList effects)
    {
        if (_votes.Find(vote) is { } earlier)
        {
            bool same = earlier.Block == vote.Block;
            Discard(effects, same ? DiscardReason.Duplicate : DiscardReason.Equivocation);
            if (!same)
            {
                Accuse(vote.Sender, SignedStatement.Of(earlier), SignedStatement.Of(vote), effects);
            }
        }
        else if (_votes.Add(vote) is { } certificate)
        {
            OnCertificate(certificate, effects);
        }
    }

    private void OnCertificate(QuorumCertificate certificate, EffectList effects)
    {
        if (certificate.IsCommit)
        {
            OnCommitCertificate(certificate, effects);
        }
        else
        {
            OnPrepared(certificate, effects);
        }
    }

    /// <summary>N4: the certificate is durable as the highest before Commit is sent.</summary>
    private void OnPrepared(QuorumCertificate certificate, EffectList effects)
    {
        _certified[certificate.Height] = certificate.Block.Sha256;
        RaiseHighest(certificate, effects);
        if (!Follows && _durable.Asked <= _view && !_commits.ContainsKey(certificate.Height))
        {
            Vote commit = Sign(certificate.Statement with { Type = StatementType.Commit });
            _commits[certificate.Height] = commit;
            effects.Send(commit);
        }
    }

    private void RaiseHighest(QuorumCertificate certificate, EffectList effects)
    {
        bool higher = _durable.Highest is not { } highest || certificate.Position > highest.Position;
        if (higher && !Follows)
        {
            Promise(new Promise.Certified(certificate), effects);
        }
    }

    /// <summary>The votes a restarted replica may repeat: its last Prepare, and the Commit of its highest certificate.</summary>
    private void RestoreOwnVotes()
    {
        if (Follows || !_participating || _durable.Asked > _view)
        {
            return;
        }

        if (_durable.LastPrepare is { } last && last.Position.View == _view && last.Position.Height > Head.Height)
        {
            _prepares[last.Position.Height] =
                Sign(new Statement(StatementType.Prepare, _view, last.Position.Height, last.Block));
        }

        if (_durable.Highest is { IsCommit: false } highest && highest.View == _view && highest.Height > Head.Height)
        {
            _certified[highest.Height] = highest.Block.Sha256;
            _commits[highest.Height] = Sign(highest.Statement with { Type = StatementType.Commit });
        }
    }

    private Vote Sign(Statement statement) => new(_self, statement, SignatureOf(statement));

    private byte[] SignatureOf(Statement statement)
    {
        Invariant.Holds(_signer is not null, "whoever follows signs nothing (D2)");
        return statement.Sign(_context, _signer);
    }

    private void Promise(Promise promise, EffectList effects)
    {
        _durable.Apply(promise);
        effects.Promises.Add(promise);
    }
}

using Ledger.Consensus.NormalCase;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Consensus;

/// <summary>V5 and V7: telling where we stand, sending again what a peer lacks, fetching what we lack.</summary>
public sealed partial class Replica
{
    private readonly HashSet<Digest> _wanted = [];
    private int _askedPeers;

    private Status OwnStatus()
        => new(
            _self,
            _view,
            _participating,
            Follows ? View.Zero : View.Max(_asks[_self], _durable.Asked),
            Head.Height,
            _durable.Highest?.Height ?? Height.Genesis);

    private void OnStatus(Status status, EffectList effects)
    {
        if (status.Committed < Head.Height)
        {
            effects.Serve(status.Sender, status.Committed, Digest.Zero);
        }

        if (!Follows && !status.Sender.IsGuest)
        {
            SendWhatIsSigned(status, effects);
        }
    }

    /// <summary>What only a member can use, and only a member has.</summary>
    private void SendWhatIsSigned(Status status, EffectList effects)
    {
        SendAsk(status, effects);
        bool lacksNewView = status.View < _view || (status.View == _view && !status.Participating);
        if (lacksNewView && _newView is { } opened)
        {
            effects.SendTo(status.Sender, opened);
        }

        if (_participating && status.View <= _view)
        {
            SendWindow(status, effects);
        }
    }

    /// <summary>Our ViewChange byte for byte, or the Suspect that stands before one.</summary>
    private void SendAsk(Status status, EffectList effects)
    {
        bool awaitsIt = status.View == _durable.Asked && !status.Participating;
        if (_durable.ViewChange is { } change && (change.View > status.View || awaitsIt))
        {
            effects.SendTo(status.Sender, change);
        }

        if (_asks[_self] > View.Max(_durable.Asked, status.View))
        {
            effects.SendTo(status.Sender, OwnSuspect(_asks[_self]));
        }
    }

    /// <summary>Proposals and our own votes above the peer's head.</summary>
    private void SendWindow(Status status, EffectList effects)
    {
        Height above = status.Committed;
        IEnumerable<Message> window = [
            .. _proposals.Where(p => p.Key > above).Select(p => p.Value),
            .. _prepares.Where(p => p.Key > above).Select(p => p.Value),
            .. _commits.Where(p => p.Key > above).Select(p => p.Value),
        ];
        foreach (Message message in window)
        {
            effects.SendTo(status.Sender, message);
        }
    }

    /// <summary>Fetches a block by hash from the signers of the certificate that vouches for it, one after another.</summary>
    /// <remarks>Once until progress or the next heartbeat, however many steps find it missing.</remarks>
    private void Want(Digest hash, SignerSet signers, EffectList effects)
    {
        if (!_wanted.Add(hash))
        {
            return;
        }

        ValidatorIndex[] peers = [.. signers.Members.Where(m => m != _self)];
        if (peers.Length > 0)
        {
            effects.SendTo(peers[_askedPeers++ % peers.Length], new FetchBlocks(_self, Head.Height, hash));
        }
    }

    /// <summary>base(v) and its ancestors, when this replica lacks one (V5).</summary>
    private void FetchBase(EffectList effects)
    {
        if (_base is not { } start || start.Height <= Head.Height || _newView?.Base is not { } certificate)
        {
            return;
        }

        Digest hash = start.Hash;
        while (hash != Head.Block.Sha256 && _tree.Find(hash) is { } node)
        {
            hash = node.Block.Parent;
        }

        if (hash != Head.Block.Sha256)
        {
            Want(hash, certificate.Signers, effects);
        }
    }

    private void OnFetchBlocks(FetchBlocks fetch, EffectList effects)
    {
        List<Block> chain = [];
        Digest hash = fetch.Target;
        while (_tree.Find(hash) is { } node && node.Block.Height > fetch.Above && chain.Count < ChainSegment.MaximumBlocks)
        {
            chain.Add(node.Block);
            hash = node.Block.Parent;
        }

        if (chain.Count == 0)
        {
            effects.Serve(fetch.Sender, fetch.Above, fetch.Target);
            return;
        }

        chain.Reverse();
        effects.SendTo(fetch.Sender, new ChainSegment(_self, chain, CertificateOf(chain[^1])));
    }

    /// <summary>Blocks come in when a certificate vouches for the last, or the last was asked for by hash.</summary>
    private void OnChainSegment(ChainSegment segment, EffectList effects)
    {
        Block last = segment.Chain[^1];
        if (last.Height <= Head.Height)
        {
            Discard(effects, DiscardReason.AlreadyDecided);
            return;
        }

        if (segment.Certificate is null && !_wanted.Contains(last.Hash))
        {
            Discard(effects, DiscardReason.Unrequested);
            return;
        }

        foreach (Block block in segment.Chain)
        {
            _tree.Add(block, Head.Height);
        }

        if (segment.Certificate is { } certificate)
        {
            OnCommitCertificate(certificate, effects);
        }
    }
}

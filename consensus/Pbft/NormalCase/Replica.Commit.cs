using Ledger.Consensus.NormalCase;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Numbers;

namespace Ledger.Consensus;

/// <summary>N5: a commit certificate makes its block and all ancestors final.</summary>
public sealed partial class Replica
{
    private readonly SortedDictionary<Height, QuorumCertificate> _commitCertificates = [];

    /// <summary>N5 and V6: notes the certificate, and enters its view when nothing higher was asked for.</summary>
    private void OnCommitCertificate(QuorumCertificate certificate, EffectList effects)
    {
        if (certificate.Height <= Head.Height)
        {
            Discard(effects, DiscardReason.AlreadyDecided);
            return;
        }

        _commitCertificates[certificate.Height] = certificate;
        _decided = _decided is { } known && known.Height >= certificate.Height ? known : certificate;
        RaiseHighest(certificate, effects);
        bool entered = certificate.View == _view && _participating;
        if (entered)
        {
            _certified[certificate.Height] = certificate.Block.Sha256;
        }
        else if (certificate.View >= _view && certificate.View >= _durable.Asked)
        {
            EnterView(certificate.View, new BlockRef(certificate.Height, certificate.Block.Sha256), null, effects);
            _certified[certificate.Height] = certificate.Block.Sha256;
        }
    }

    /// <summary>Commits the longest checked path that ends at a certificate, or fetches what is missing on it.</summary>
    private void CommitDecided(EffectList effects)
    {
        if (_decided is null)
        {
            return;
        }

        List<BlockNode> path = CertifiedPath(effects);
        int ready = path.FindIndex(node => node.State != CheckState.Valid);
        ready = ready < 0 ? path.Count : ready;
        Invariant.Holds(
            ready == path.Count || path[ready].State != CheckState.Invalid,
            "a block that a quorum committed executes to its header's roots here too");
        ready = Certified(path, ready);
        foreach (BlockNode node in path.Take(ready))
        {
            effects.Committed.Add(new CommittedBlock(node.Block, CertificateOf(node.Block)));
            Head = new ChainHead(node.Block.Height, node.Block.Id, CertificateOf(node.Block));
            IsOver = EndsEpoch(node.Block);
            _timeout.Committed();
        }

        if (ready > 0)
        {
            AfterCommit();
        }
    }

    /// <summary>How many of the first <paramref name="ready"/> blocks are covered by a certificate at most W away.</summary>
    /// <remarks>A receipt carries at most W headers up to its certificate: a longer run waits for the peers' certificates.</remarks>
    private int Certified(List<BlockNode> path, int ready)
    {
        int covered = 0;
        for (int i = 0; i < ready && (ulong)(i - covered) < _options.Window; i++)
        {
            covered = CertificateOf(path[i].Block) is null ? covered : i + 1;
        }

        return covered;
    }

    /// <summary>The uncommitted blocks in height order, as far as they are known without a gap, up to a certificate.</summary>
    /// <remarks>
    /// Certificate by certificate, not down from the highest: a NewView may show one that is further ahead than an answer
    /// reaches, and what lies between comes only to whoever commits on the way.
    /// </remarks>
    private List<BlockNode> CertifiedPath(EffectList effects)
    {
        List<BlockNode> path = [];
        Digest from = Head.Block.Sha256;
        foreach (QuorumCertificate certificate in _commitCertificates.Values)
        {
            if (PathTo(certificate, from, effects) is not { } next)
            {
                break;
            }

            path.AddRange(next);
            from = certificate.Block.Sha256;
        }

        return path;
    }

    /// <summary>The blocks above <paramref name="from"/> up to a certificate's; null while one is missing.</summary>
    private List<BlockNode>? PathTo(QuorumCertificate certificate, Digest from, EffectList effects)
    {
        List<BlockNode> path = [];
        Digest hash = certificate.Block.Sha256;
        while (hash != from)
        {
            if (_tree.Find(hash) is not { } node)
            {
                Want(hash, certificate.Signers, effects);
                return null;
            }

            Invariant.Holds(node.Block.Height > Head.Height, "a committed block descends from the committed head");
            path.Add(node);
            hash = node.Block.Parent;
        }

        path.Reverse();
        return path;
    }

    private QuorumCertificate? CertificateOf(Block block)
        => _commitCertificates.TryGetValue(block.Height, out QuorumCertificate? certificate)
            && certificate.Block == block.Id ? certificate : null;

    private void AfterCommit()
    {
        _progress = true;
        _wanted.Clear();
        _decided = _decided is { } decided && decided.Height > Head.Height ? decided : null;
        _tree.Prune(Head.Height);
        _votes.PruneHeights(Head.Height);
        Drop(_proposals);
        Drop(_prepares);
        Drop(_commits);
        Drop(_commitCertificates);
        DropBelow(_certified);
    }

    private void Drop<T>(SortedDictionary<Height, T> byHeight)
    {
        while (byHeight.Count > 0 && byHeight.First().Key is { } lowest && lowest <= Head.Height)
        {
            byHeight.Remove(lowest);
        }
    }

    /// <summary>The head's own entry stays: it is the parent that N2 (c) asks about.</summary>
    private void DropBelow(SortedDictionary<Height, Digest> byHeight)
    {
        while (byHeight.Count > 0 && byHeight.First().Key is { } lowest && lowest < Head.Height)
        {
            byHeight.Remove(lowest);
        }
    }
}

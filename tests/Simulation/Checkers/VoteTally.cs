using System.Numerics;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>Who voted for what, counted by the definition of a jurisdiction quorum and not by the code that is checked.</summary>
/// <remarks>
/// Whatever leaves a node counts, arrived or not; so does every signature in a certificate that a message carries, if it is one.
/// </remarks>
public sealed class VoteTally(SimulatedWorld world, EpochConfiguration epoch)
{
    private readonly Dictionary<(StatementType Type, View View, Digest Block), ulong> _signers = [];
    private readonly HashSet<Digest> _final = [];

    public void Sent(Message message)
    {
        switch (message)
        {
            case Vote vote:
                Count(vote.Statement, vote.Sender.Value);
                break;
            case ViewChange change:
                Count(change);
                break;
            case NewView opened:
                opened.ViewChanges.ToList().ForEach(Count);
                break;
            case ChainSegment { Certificate: { } certificate }:
                Count(certificate);
                break;
        }
    }

    /// <summary>Whether a certificate of this type, view and block can exist.</summary>
    public bool IsCertified(StatementType type, View view, Digest block)
        => IsQuorum(epoch.Validators, _signers.GetValueOrDefault((type, view, block)));

    /// <summary>Of either type.</summary>
    public bool IsCertified(View view, Digest block)
        => IsCertified(StatementType.Prepare, view, block) || IsCertified(StatementType.Commit, view, block);

    /// <summary>Whether a CommitCertificate of the block can exist, of whatever view.</summary>
    public bool IsFinal(Digest block) => _final.Contains(block);

    /// <summary>At least (n + f + 1) / 2 of the set, and of every region its minimum.</summary>
    public static bool IsQuorum(ValidatorSet set, ulong signers)
    {
        int n = set.Validators.Count;
        int known = BitOperations.PopCount(signers & ((1UL << n) - 1));
        return 2 * known >= n + ((n - 1) / 3) + 1
            && set.Minimums.All(region =>
                set.Validators.Index().Count(v => v.Item.Region == region.Region && (signers >> v.Index & 1) == 1) >= region.Minimum);
    }

    private void Count(ViewChange change)
    {
        foreach (QuorumCertificate? certificate in (QuorumCertificate?[])[change.HighestCommit, change.HighestPrepared])
        {
            if (certificate is not null)
            {
                Count(certificate);
            }
        }
    }

    private void Count(QuorumCertificate certificate)
    {
        ulong unknown = certificate.Signers.Mask & ~_signers.GetValueOrDefault(KeyOf(certificate.Statement));
        foreach ((int at, ValidatorIndex signer) in certificate.Signers.Members.Index())
        {
            if ((unknown >> signer.Value & 1) == 1 && IsSigned(certificate, at, signer))
            {
                Count(certificate.Statement, signer.Value);
            }
        }
    }

    private bool IsSigned(QuorumCertificate certificate, int at, ValidatorIndex signer)
        => epoch.Validators.Contains(signer) && certificate.Statement.IsSignedBy(
            epoch.Validators[signer],
            epoch.Context,
            world.Suites,
            certificate.Signatures.Slice(at * SignatureSuites.SignatureSize, SignatureSuites.SignatureSize));

    private void Count(Statement statement, int signer)
    {
        var key = KeyOf(statement);
        ulong signers = _signers.GetValueOrDefault(key) | (1UL << signer);
        _signers[key] = signers;
        if (statement.Type == StatementType.Commit && IsQuorum(epoch.Validators, signers))
        {
            _final.Add(key.Block);
        }
    }

    private static (StatementType Type, View View, Digest Block) KeyOf(Statement statement)
        => (statement.Type, statement.View, statement.Subject.Sha256);
}

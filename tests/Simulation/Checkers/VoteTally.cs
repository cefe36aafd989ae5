using System.Numerics;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>Who voted for what, counted by the definition of a jurisdiction quorum and not by the code that is checked.</summary>
/// <remarks>Whatever leaves a node counts, arrived or not; so does every certificate that a message carries.</remarks>
public sealed class VoteTally(SimulatedWorld world)
{
    private readonly Dictionary<(StatementType Type, View View, Digest Block), ulong> _signers = [];

    public void Sent(Message message)
    {
        switch (message)
        {
            case Vote vote:
                Count(vote.Statement, 1UL << vote.Sender.Value);
                break;
            case ViewChange change:
                Count(change);
                break;
            case NewView opened:
                opened.ViewChanges.ToList().ForEach(Count);
                break;
            case ChainSegment { Certificate: { } certificate }:
                Count(certificate.Statement, certificate.Signers.Mask);
                break;
        }
    }

    /// <summary>Whether a certificate of this type, view and block can exist.</summary>
    public bool IsCertified(StatementType type, View view, Digest block)
        => IsQuorum(world, _signers.GetValueOrDefault((type, view, block)));

    /// <summary>Of either type.</summary>
    public bool IsCertified(View view, Digest block)
        => IsCertified(StatementType.Prepare, view, block) || IsCertified(StatementType.Commit, view, block);

    /// <summary>At least (n + f + 1) / 2 of the set, and of every region its minimum.</summary>
    public static bool IsQuorum(SimulatedWorld world, ulong signers)
    {
        int n = world.Options.Validators;
        int known = BitOperations.PopCount(signers & ((1UL << n) - 1));
        return 2 * known >= n + world.Options.MaximumFaulty + 1
            && Enumerable.Range(0, world.Options.Layout.Count).All(region =>
                Enumerable.Range(0, n).Count(i => world.RegionOf(i) == region && (signers >> i & 1) == 1)
                    >= world.Options.RegionMinimum);
    }

    private void Count(ViewChange change)
    {
        foreach (QuorumCertificate? certificate in (QuorumCertificate?[])[change.HighestCommit, change.HighestPrepared])
        {
            if (certificate is not null)
            {
                Count(certificate.Statement, certificate.Signers.Mask);
            }
        }
    }

    private void Count(Statement statement, ulong signers)
    {
        (StatementType, View, Digest) key = (statement.Type, statement.View, statement.Subject.Sha256);
        _signers[key] = _signers.GetValueOrDefault(key) | signers;
    }
}

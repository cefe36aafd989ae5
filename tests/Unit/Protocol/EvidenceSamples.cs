using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Tests.Unit.Protocol;

/// <summary>One true misbehaviour of each kind by validator 1, under real keys.</summary>
internal static class EvidenceSamples
{
    public static TestChain Chain { get; } = TestChain.TwoAndTwo;

    /// <summary>The header of the block that a quorum committed at height 12 in view 2.</summary>
    public static BlockHeader Committed { get; } = Chain.MakeReceipt().Header;

    private static readonly ValidatorIndex One = new(1);

    private static readonly BlockId Rival = Statement.SubjectOf("rival"u8);

    public static Misbehavior Of(MisbehaviorKind kind) => kind switch
    {
        MisbehaviorKind.TwoProposals => Two(StatementType.PrePrepare, 12),
        MisbehaviorKind.TwoPrepares => Two(StatementType.Prepare, 12),
        MisbehaviorKind.TwoCommits => Two(StatementType.Commit, 12),
        MisbehaviorKind.TwoViewChanges => Two(StatementType.ViewChange, 0),
        MisbehaviorKind.TwoNewViews => Two(StatementType.NewView, 0),
        MisbehaviorKind.HiddenCommit => Hidden(commitView: 3, leftFor: 4),
        MisbehaviorKind.PreparedBelowCommit => Below(view: 3, height: 12, Rival),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No sample of this kind."),
    };

    /// <summary>A Commit at height 13, and a ViewChange whose certificates are of view 2 and height 12.</summary>
    public static Misbehavior Hidden(ulong commitView, ulong leftFor)
    {
        QuorumCertificate commit = Chain.Certify(Committed);
        QuorumCertificate prepared = Chain.Certify(Committed, type: StatementType.Prepare);
        SignedStatement said = Say(StatementType.Commit, commitView, 13, Rival);
        SignedStatement left = Chain.Say(One.Value, ViewChange.StatementFor(new View(leftFor), commit, prepared));
        return Misbehavior.Hidden(
            Chain.Genesis.Context,
            new Vote(One, said.Statement, said.Signature),
            new ViewChange(One, new View(leftFor), commit, prepared, left.Signature));
    }

    /// <summary>A Prepare beside what was committed at height 12 in view 2.</summary>
    public static Misbehavior Below(ulong view, ulong height, BlockId block)
    {
        SignedStatement said = Say(StatementType.Prepare, view, height, block);
        return Misbehavior.Below(
            Chain.Genesis.Context, new Vote(One, said.Statement, said.Signature), Chain.Certify(Committed));
    }

    public static SignedStatement Say(StatementType type, ulong view, ulong height, BlockId subject, int by = 1)
        => Chain.Say(by, new Statement(type, new View(view), new Height(height), subject));

    private static Misbehavior Two(StatementType type, ulong height) => Misbehavior.Two(
        Chain.Genesis.Context, One, Say(type, 3, height, Committed.ComputeId()), Say(type, 3, height, Rival));
}

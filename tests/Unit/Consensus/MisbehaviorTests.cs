using Ledger.Consensus;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Messages;

namespace Ledger.Tests.Unit.Consensus;

/// <summary>A replica notices each kind of misbehaviour, and what it holds convinces a third party.</summary>
public sealed class MisbehaviorTests
{
    private static readonly Committee Four = new();

    private static readonly Block[] Chain = Four.Run(3);

    private static readonly Block Rival = Four.Child(Four.Origin.Sha256, 1, salt: 9);

    private static readonly QuorumCertificate Prepared = Four.Certify(StatementType.Prepare, 0, Chain[0]);

    private static readonly ChainSegment FirstBlock = new(
        Committee.At(3), [Chain[0]], Four.Certify(StatementType.Commit, 0, Chain[0]));

    private static readonly NewView Opened = Four.Open(
        1, Four.Leave(1, 1, prepared: Prepared), Four.Leave(2, 1), Four.Leave(3, 1));

    /// <summary>Each kind in each order in which it may be heard; the last message is what shows it.</summary>
    private static readonly (MisbehaviorKind Kind, Message[] Heard)[] Stories =
    [
        (MisbehaviorKind.TwoProposals, [Four.Propose(0, Chain[0]), Four.Propose(0, Rival)]),
        (MisbehaviorKind.TwoPrepares, [Four.Prepare(2, 0, Chain[0]), Four.Prepare(2, 0, Rival)]),
        (MisbehaviorKind.TwoCommits, [Four.Commit(2, 0, Chain[0]), Four.Commit(2, 0, Rival)]),
        (MisbehaviorKind.TwoViewChanges, [Four.Leave(2, 1), Four.Leave(2, 1, prepared: Prepared)]),
        (MisbehaviorKind.TwoViewChanges, [Four.Leave(2, 1, prepared: Prepared), Opened]),
        (MisbehaviorKind.TwoNewViews, [Opened, Four.Open(1, Four.Leave(1, 1), Four.Leave(2, 1), Four.Leave(3, 1))]),
        (MisbehaviorKind.HiddenCommit, [Four.Commit(2, 0, Chain[0]), Four.Leave(2, 1)]),
        (MisbehaviorKind.HiddenCommit, [Four.Leave(2, 1), Four.Commit(2, 0, Chain[0])]),
        (MisbehaviorKind.HiddenCommit, [Four.Commit(2, 0, Chain[1]), Four.Leave(2, 1, prepared: Prepared)]),
        (MisbehaviorKind.HiddenCommit, [Four.Commit(2, 0, Chain[0]), FirstBlock, Opened]),
        (MisbehaviorKind.PreparedBelowCommit, [FirstBlock, Four.Prepare(2, 1, Rival)]),
    ];

    public static TheoryData<int> Numbers => new(Enumerable.Range(0, Stories.Length));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Each_kind_is_noticed_with_its_last_message_and_convinces_a_third_party(int number)
    {
        (MisbehaviorKind kind, Message[] heard) = Stories[number];
        HandDriven replica = new(Four, 0);

        replica.Receive(heard[..^1]);
        Assert.Empty(replica.Effects.Misbehaviors);
        replica.Receive(heard[^1]);

        Misbehavior misbehavior = Assert.Single(replica.Effects.Misbehaviors);
        Assert.Equal(kind, misbehavior.Kind);
        Assert.Equal(
            EvidenceFault.None, EvidenceVerifier.Verify(misbehavior.Encode(), Four.Genesis, Committee.Suites));
    }

    [Fact]
    public void Every_kind_has_a_story()
        => Assert.Equal(
            Enum.GetValues<MisbehaviorKind>().Except([MisbehaviorKind.None]), Stories.Select(s => s.Kind).Distinct());

    [Fact]
    public void The_same_message_again_is_no_misbehaviour()
    {
        HandDriven replica = new(Four, 0);

        foreach (Message message in (Message[])[
            Four.Propose(0, Chain[0]), Four.Prepare(1, 0, Chain[0]), Four.Commit(1, 0, Chain[0]),
            Four.Leave(1, 1, prepared: Prepared), Opened])
        {
            replica.Receive(message, message);
            Assert.Empty(replica.Effects.Misbehaviors);
        }
    }

    /// <summary>Base may be prepared again though it is committed (V4), and a later view's blocks stand above it.</summary>
    [Fact]
    public void A_prepare_of_what_is_committed_or_above_is_no_misbehaviour()
    {
        HandDriven replica = new(Four, 0);

        replica.Receive(FirstBlock, Four.Prepare(2, 1, Chain[0]), Four.Prepare(2, 1, Chain[1]), Four.Prepare(3, 0, Rival));

        Assert.Empty(replica.Effects.Misbehaviors);
    }

    /// <summary>One far-off Commit must not make a replica forget those that bind its signer now.</summary>
    [Fact]
    public void A_commit_of_a_view_to_come_hides_no_other()
    {
        HandDriven replica = new(Four, 0);

        replica.Receive(Four.Commit(2, 0, Chain[0]), Four.Commit(2, 900, Chain[1]), Four.Leave(2, 1));

        Assert.Equal(MisbehaviorKind.HiddenCommit, Assert.Single(replica.Effects.Misbehaviors).Kind);
    }
}

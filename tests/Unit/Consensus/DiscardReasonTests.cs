using Ledger.Consensus;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Tests.Unit.Consensus;

/// <summary>Each <see cref="DiscardReason"/> with a story that ends in it and one step less that does not.</summary>
public sealed class DiscardReasonTests
{
    private static readonly Committee Four = new();

    private static readonly Block[] Chain = Four.Run(40);

    private static readonly Block Rival = Four.Child(Four.Origin.Sha256, 1, salt: 9);

    private static readonly ChainSegment FirstBlock = new(
        Committee.At(3), [Chain[0]], Four.Certify(StatementType.Commit, 0, Chain[0]));

    private static readonly Dictionary<DiscardReason, Input[]> Stories = new()
    {
        [DiscardReason.StaleView] = [.. Received(Four.Ask(2, 1), Four.Ask(3, 1), Four.Propose(0, Chain[0]))],
        [DiscardReason.NotPrimary] = [.. Received(Four.Propose(by: 2, view: 0, Chain[0]))],
        [DiscardReason.AlreadyDecided] = [.. Received(FirstBlock, Four.Commit(2, 0, Chain[0]))],
        [DiscardReason.TooFarAhead] = [.. Received(Four.Commit(1, 0, Chain[15]), Four.Commit(1, 0, Chain[16]))],
        [DiscardReason.HoldFull] = [.. Received([.. Enumerable.Range(0, 25).Select(i => Four.Prepare(3, 7, Chain[i % 16]))])],
        [DiscardReason.Duplicate] = [.. Received(Four.Propose(0, Chain[0]), Four.Propose(0, Chain[0]))],
        [DiscardReason.Equivocation] = [.. Received(Four.Propose(0, Chain[0]), Four.Propose(0, Rival))],
        [DiscardReason.Unrequested] = [.. Received(new ChainSegment(Committee.At(3), [Chain[0]], null))],
        [DiscardReason.UnknownBlock] = [new Input.BlockChecked(Chain[0].Hash, true)],
    };

    public static TheoryData<DiscardReason> Reasons => new(Stories.Keys);

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_story_ends_in_its_reason_and_not_a_step_before(DiscardReason reason)
    {
        HandDriven replica = new(Four, 0);
        Input[] story = Stories[reason];

        replica.Step(story[..^1]);
        Assert.DoesNotContain(reason, replica.Effects.Discards);
        replica.Step(story[^1]);

        Assert.Equal(reason, Assert.Single(replica.Effects.Discards));
    }

    [Fact]
    public void Every_reason_of_a_replica_has_a_story()
        => Assert.Equal(
            Enum.GetValues<DiscardReason>().Except([DiscardReason.ForeignEpoch]), Stories.Keys.Order());

    private static IEnumerable<Input> Received(params Message[] messages)
        => messages.Select(m => new Input.Received(m));
}

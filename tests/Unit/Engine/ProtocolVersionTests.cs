using Ledger.Engine.Admission;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>A chain of one whose program is older than what its operators decide: PROTOCOL.md P1.</summary>
public sealed class ProtocolVersionTests
{
    private static readonly ProtocolVersions Old = new(1, 1);

    private readonly SingleNode _node = new();

    [Fact]
    public void P1_an_old_program_never_says_that_it_is_ready_and_a_new_one_does_so_by_itself()
    {
        BecomeOld();
        Decide();
        for (int i = 0; i < 5; i++)
        {
            Anchor(i);
        }

        Assert.NotNull(_node.Engine.State.Governance.Awaiting);
        BecomeNew();
        _node.DriveUntil(() => _node.Engine.Epoch.Parameters.ProtocolVersion == 2);
        Anchor(9);
        Assert.True(_node.Fsck().IsClean);
    }

    [Fact]
    public void P1_without_the_version_a_program_stops_before_its_first_height_and_a_newer_one_goes_on_there()
    {
        Height start = StopOld();

        Assert.Equal(start.Value - 1, _node.Stores.Blocks.Head);
        Assert.Equal(start.Value - 1, _node.Stores.Blocks.DurableHead);
        Assert.All((int[])[1, 2], _ => Assert.Equal(start, Assert.Throws<UnsupportedProtocolException>(_node.Start).Start));

        BecomeNew();
        Anchor(7);
        Assert.Equal((1U, 2U), (_node.Engine.Epoch.Number.Value, _node.Engine.Epoch.Parameters.ProtocolVersion));
        Assert.Equal(start, _node.Engine.Epoch.Start);
        Assert.True(_node.Fsck().IsClean);
    }

    [Fact]
    public void P1_a_crash_at_the_stop_loses_nothing()
    {
        Height start = StopOld();
        _node.Versions = ProtocolVersions.OfThisProgram;

        _node.Crash(_ => 0);

        Assert.Equal(start.Value - 1, _node.Engine.State.Block.Height.Value);
        Anchor(7);
        Assert.True(_node.Fsck().IsClean);
    }

    [Fact]
    public void P1_an_old_program_does_not_execute_what_a_newer_one_wrote()
    {
        Height start = StopOld();
        BecomeNew();
        Anchor(7);
        Assert.True(_node.Engine.State.Block.Height >= start);
        _node.Versions = Old;
        Assert.Equal(2U, Assert.Throws<UnsupportedProtocolException>(_node.Start).Version); // replaying from the last checkpoint

        BecomeNew();
        _node.Engine.Checkpoint();
        _node.Versions = Old;
        Assert.Equal(2U, Assert.Throws<UnsupportedProtocolException>(_node.Start).Version); // and on top of one
    }

    /// <summary>The version is decided, and said to be ready by whoever holds the key: the old program itself never would.</summary>
    private Height StopOld()
    {
        BecomeOld();
        Decide();
        CheckedTransaction ready = CheckedTransaction.Check(
            SignedTransaction.Sign(
                MembershipTransaction.Ready(_node.Genesis.ChainId, new Height(9_000), "validator-0", default), _node.Key),
            null, Committee.Suites);
        Assert.Equal(Admission.Accepted, _node.Submit(ready));
        UnsupportedProtocolException stop = Assert.Throws<UnsupportedProtocolException>(() => _node.DriveUntil(() => false));
        Height said = _node.Locate(ready)!.Value.Height;
        Assert.Equal((2U, said + _node.Genesis.Parameters.Window + 1), (stop.Version, stop.Start));
        return stop.Start;
    }

    private void BecomeOld()
    {
        _node.Versions = Old;
        _node.Start();
    }

    private void BecomeNew()
    {
        _node.Versions = new(1, 2);
        _node.Start();
    }

    private void Decide()
    {
        GovernanceChange change = new(_node.Genesis.ChainId, 0,
            [new GovernanceAction.SetParameters(_node.Genesis.Parameters with { ProtocolVersion = 2 })]);
        CheckedTransaction decided = CheckedTransaction.Check(
            SignedTransaction.Unsigned(GovernanceTransaction.Of(
                change, new Height(9_000), [change.Approve(Committee.At(0), Committee.OperatorKey(0))])),
            null, Committee.Suites);
        Assert.Equal(Admission.Accepted, _node.Submit(decided));
        _node.DriveUntil(() => _node.Locate(decided) is not null);
        Assert.Equal(Outcome.Enacted, _node.Locate(decided)!.Value.Outcome);
    }

    private void Anchor(int number)
    {
        CheckedTransaction anchor = _node.Transaction(number);
        Assert.Equal(Admission.Accepted, _node.Submit(anchor));
        _node.DriveUntil(() => _node.Locate(anchor) is not null);
    }
}

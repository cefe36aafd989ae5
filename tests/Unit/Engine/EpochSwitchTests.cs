using Ledger.Cryptography.Hashing;
using Ledger.Engine.Admission;
using Ledger.Engine.Execution.Governance;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>A chain of one from one epoch into the next: PROTOCOL.md E1 to E4.</summary>
public sealed class EpochSwitchTests
{
    private readonly SingleNode _node = new();

    private GovernanceState Governance => _node.Engine.State.Governance;

    [Fact]
    public void E3_empty_blocks_bring_a_change_about_and_the_chain_goes_on_under_it()
    {
        Anchor(1);
        Height executed = Change(SmallerWindow);

        _node.DriveUntil(() => _node.Engine.Epoch.Number.Value == 1);
        Anchor(2);

        Assert.Equal(4UL, _node.Engine.Epoch.Parameters.Window);
        Assert.Equal(executed + 9, _node.Engine.Epoch.Start);
        RequireLinks(_node.Engine.Epoch.Start);
        Assert.True(_node.Fsck().IsClean);
    }

    [Fact]
    public void E1_a_crash_at_any_height_of_the_change_loses_nothing_of_it()
    {
        for (int crashAt = 0; crashAt <= 10; crashAt++)
        {
            SingleNode node = new();
            CheckedTransaction change = Checked(Approved(node, 0, SmallerWindow));
            Assert.Equal(Admission.Accepted, node.Submit(change));
            node.DriveUntil(() => node.Engine.State.Block.Height.Value >= (ulong)crashAt);
            node.Crash(_ => 0);
            node.Submit(change); // it may have been lost with the batch that held it
            node.DriveUntil(() => node.Engine.Epoch.Number.Value == 1);
            node.Crash(_ => 0);

            CheckedTransaction anchor = node.Transaction(crashAt);
            node.Submit(anchor);
            node.DriveUntil(() => node.Locate(anchor) is not null);
            Assert.Equal((1U, 4UL), (node.Engine.Epoch.Number.Value, node.Engine.Epoch.Parameters.Window));
            Assert.True(node.Fsck().IsClean);
        }
    }

    [Fact]
    public void One_epoch_after_another()
    {
        for (uint epoch = 1; epoch <= 5; epoch++)
        {
            ulong window = 4 + epoch;
            Change(p => p with { Window = window });
            _node.DriveUntil(() => _node.Engine.Epoch.Number.Value == epoch);
            Anchor((int)epoch);
        }

        Assert.Equal(5UL, Governance.Revision);
        Assert.True(_node.Fsck().IsClean);
    }

    private static ChainParameters SmallerWindow(ChainParameters parameters) => parameters with { Window = 4 };

    private void Anchor(int number)
    {
        CheckedTransaction anchor = _node.Transaction(number);
        Assert.Equal(Admission.Accepted, _node.Submit(anchor));
        _node.DriveUntil(() => _node.Locate(anchor) is not null);
    }

    /// <summary>Gives the height at which it was executed.</summary>
    private Height Change(Func<ChainParameters, ChainParameters> change)
    {
        CheckedTransaction checkedChange = Checked(Approved(_node, Governance.Revision, change));
        Assert.Equal(Admission.Accepted, _node.Submit(checkedChange));
        _node.DriveUntil(() => _node.Locate(checkedChange) is not null);
        Assert.Equal(Outcome.Enacted, _node.Locate(checkedChange)!.Value.Outcome);
        return _node.Locate(checkedChange)!.Value.Height;
    }

    /// <summary>E4: each header names its own configuration and its child's.</summary>
    private void RequireLinks(Height start)
    {
        Digest before = _node.Genesis.Configuration.Hash;
        for (Height at = new(1); at <= _node.Engine.Chain.Head; at = at.Next)
        {
            BlockHeader header = _node.Engine.Chain.Read(at).Block.Header;
            Digest own = at < start ? before : _node.Engine.Epoch.Hash;
            Digest next = at.Next < start ? before : _node.Engine.Epoch.Hash;
            Assert.Equal((own, next), (header.ConfigurationHash, header.NextConfigurationHash));
            Assert.Equal(at < start ? 0U : 1U, header.Epoch.Value);
        }
    }

    private static CheckedTransaction Checked(SignedTransaction signed) => CheckedTransaction.Check(signed, null, Committee.Suites);

    private static SignedTransaction Approved(SingleNode node, ulong revision, Func<ChainParameters, ChainParameters> change)
    {
        GovernanceAction action = new GovernanceAction.SetParameters(change(node.Engine.Epoch.Parameters));
        GovernanceChange decided = new(node.Genesis.ChainId, revision, [action]);
        return SignedTransaction.Unsigned(GovernanceTransaction.Of(
            decided, new Height(9_000), [decided.Approve(Committee.At(0), Committee.OperatorKey(0))]));
    }
}

using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>What a node hands out of its epochs: PROTOCOL.md E4.</summary>
public sealed class EpochLinkTests
{
    private readonly SingleNode _node = new();

    [Fact]
    public void E4_a_node_links_its_epochs_and_receipts_of_each_verify_from_the_genesis()
    {
        List<Receipt> receipts = [Anchor(0)];
        for (int epoch = 1; epoch <= 3; epoch++)
        {
            Change((uint)epoch);
            receipts.Add(Anchor(epoch));
        }

        Require(receipts);
        _node.Crash(_ => 0);
        _node.DriveUntil(() => _node.Engine.Receipts.Link(new Epoch(3)) is not null);
        Require(receipts);
        Assert.Null(_node.Engine.Receipts.Link(new Epoch(0)));
        Assert.Null(_node.Engine.Receipts.Link(new Epoch(4)));
        Assert.True(_node.Fsck().IsClean);
    }

    private void Require(List<Receipt> receipts)
    {
        EpochLink[] links = [.. Enumerable.Range(1, 3).Select(e => _node.Engine.Receipts.Link(new Epoch((uint)e))!)];
        Assert.Equal(
            HistoryProblem.None, EpochHistory.FromGenesis(_node.Genesis, links, Committee.Suites, out EpochHistory? history));
        for (int epoch = 0; epoch < receipts.Count; epoch++)
        {
            Assert.Equal((uint)epoch, receipts[epoch].Header.Epoch.Value);
            Assert.Equal(ReceiptFault.None, ReceiptVerifier.Verify(receipts[epoch], history!, Committee.Suites));
        }
    }

    private Receipt Anchor(int number)
    {
        CheckedTransaction anchor = _node.Transaction(number);
        _node.Submit(anchor);
        _node.DriveUntil(() => _node.Locate(anchor) is not null);
        return _node.Engine.Receipts.Make(_node.Locate(anchor)!.Value, 0)!;
    }

    private void Change(uint epoch)
    {
        GovernanceAction action = new GovernanceAction.SetParameters(
            _node.Engine.Epoch.Parameters with { Window = 2 + epoch });
        GovernanceChange change = new(_node.Genesis.ChainId, _node.Engine.State.Governance.Revision, [action]);
        SignedTransaction signed = SignedTransaction.Unsigned(GovernanceTransaction.Of(
            change, new Height(9_000), [change.Approve(Committee.At(0), Committee.OperatorKey(0))]));
        _node.Submit(CheckedTransaction.Check(signed, null, Committee.Suites));
        _node.DriveUntil(() => _node.Engine.Epoch.Number.Value == epoch);
    }
}

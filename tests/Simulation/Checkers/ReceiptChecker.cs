using Ledger.Engine.Receipts;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>Receipts verify: whoever has the genesis accepts what a node hands out, leaf by leaf.</summary>
public sealed class ReceiptChecker(SimulatedWorld world)
{
    private EpochHistory _history = world.Genesis;

    /// <summary>The receipt of one leaf, through its encoding, as a client gets it.</summary>
    public void Check(SimulatedNode node, AnchorTransaction transaction, TransactionLocator locator, uint offset)
    {
        Receipt? receipt = node.Receipts!.Make(locator, offset);
        SimulationFailure.Unless(receipt is not null, $"Receipts: node {node.Index} has none for {transaction.Id.Short}");
        Check(receipt!.Encode(), HistoryOf(node, receipt.Header.Epoch), transaction, offset, $"node {node.Index}");
    }

    public void Check(ReadOnlySpan<byte> bytes, EpochHistory history, AnchorTransaction transaction, uint offset, string whose)
    {
        ReceiptFault fault = ReceiptVerifier.Verify(bytes, history, world.Suites);
        SimulationFailure.Unless(
            fault == ReceiptFault.None, $"Receipts: {whose}'s for {transaction.Id.Short} is refused: {fault}");
        Receipt.TryDecode(bytes, out Receipt? receipt);
        ReadOnlySpan<byte> commitment = transaction.Commitments.Span.Slice((int)offset * 32, 32);
        SimulationFailure.Unless(
            receipt!.TransactionId == transaction.Id && receipt.Leaf.Commitment == new Cryptography.Hashing.Digest(commitment),
            $"Receipts: {whose}'s for {transaction.Id.Short} proves another document");
    }

    /// <summary>The changes that lead there, from the same node; what was followed once is believed from then on.</summary>
    private EpochHistory HistoryOf(SimulatedNode node, Epoch epoch)
    {
        for (uint next = _history.Last.Number.Value + 1; next <= epoch.Value; next++)
        {
            EpochLink? link = node.Receipts!.Link(new Epoch(next));
            SimulationFailure.Unless(link is not null, $"Receipts: node {node.Index} does not know how epoch {next} came about");
            HistoryProblem problem = _history.Follow([link!], world.Suites, out EpochHistory? followed);
            SimulationFailure.Unless(problem.IsNone, $"Receipts: node {node.Index}'s change into epoch {next} is refused: {problem}");
            _history = followed!;
        }

        return _history;
    }
}

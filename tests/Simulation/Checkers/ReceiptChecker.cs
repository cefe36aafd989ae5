using Ledger.Engine.Receipts;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>Receipts verify: whoever has the genesis accepts what a node hands out, leaf by leaf.</summary>
public sealed class ReceiptChecker(SimulatedWorld world)
{
    /// <summary>The receipt of one leaf, through its encoding, as a client gets it.</summary>
    public void Check(SimulatedNode node, AnchorTransaction transaction, TransactionLocator locator, uint offset)
    {
        Receipt? receipt = node.Receipts!.Make(locator, offset);
        SimulationFailure.Unless(receipt is not null, $"Receipts: node {node.Index} has none for {transaction.Id.Short}");
        Check(receipt!.Encode(), transaction, offset, $"node {node.Index}");
    }

    public void Check(ReadOnlySpan<byte> bytes, AnchorTransaction transaction, uint offset, string whose)
    {
        ReceiptFault fault = ReceiptVerifier.Verify(bytes, world.Genesis, world.Suites);
        SimulationFailure.Unless(
            fault == ReceiptFault.None, $"Receipts: {whose}'s for {transaction.Id.Short} is refused: {fault}");
        Receipt.TryDecode(bytes, out Receipt? receipt);
        ReadOnlySpan<byte> commitment = transaction.Commitments.Span.Slice((int)offset * 32, 32);
        SimulationFailure.Unless(
            receipt!.TransactionId == transaction.Id && receipt.Leaf.Commitment == new Cryptography.Hashing.Digest(commitment),
            $"Receipts: {whose}'s for {transaction.Id.Short} proves another document");
    }
}

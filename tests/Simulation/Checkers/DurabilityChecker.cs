using Ledger.Engine.Receipts;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>Durability: what one receipt once promised is, in the end, on every node's chain at the promised place.</summary>
public static class DurabilityChecker
{
    public static void Check(SimulatedWorld world, ReceiptChecker receipts)
    {
        foreach (ClientTransaction client in world.Workload.All.Where(c => c.Acknowledged is not null))
        {
            foreach (SimulatedNode node in world.Honest)
            {
                TransactionLocator? found = node.Receipts!.Locate(client.Transaction.Id);
                SimulationFailure.Unless(
                    found == client.Acknowledged,
                    $"Durability: {client.Transaction.Id.Short} was acknowledged at {client.Acknowledged}, "
                    + $"node {node.Index} has it at {found}");
                uint offset = (uint)(node.Index % client.Transaction.LeafCount);
                receipts.Check(node, client.Transaction, found!.Value, offset);
            }
        }
    }
}

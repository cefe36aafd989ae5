using Ledger.Engine.Receipts;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>Durability: what one receipt once promised is, in the end, on every node's chain at the promised place.</summary>
/// <remarks>
/// Where there is no quorum to bring a node up to date it may not have it yet, and has it nowhere else; it may not answer at all yet (S1).
/// </remarks>
public static class DurabilityChecker
{
    public static void Check(SimulatedWorld world, ReceiptChecker receipts)
    {
        foreach (ClientTransaction client in world.Workload.All.Where(c => c.Acknowledged is not null))
        {
            foreach (SimulatedNode node in world.Live.Where(n => world.MustProgress || n.Engine!.Restoring is null))
            {
                Check(world, receipts, client, node);
            }
        }
    }

    private static void Check(SimulatedWorld world, ReceiptChecker receipts, ClientTransaction client, SimulatedNode node)
    {
        TransactionLocator? found = node.Receipts!.Locate(client.Transaction.Id);
        bool isBehind = found is null && !world.MustProgress
            && node.Receipts.Chain.Head < client.Acknowledged!.Value.Height;
        SimulationFailure.Unless(
            isBehind || found == client.Acknowledged,
            $"Durability: {client.Transaction.Id.Short} was acknowledged at {client.Acknowledged}, "
            + $"node {node.Index} has it at {found}");
        if (found is { } place)
        {
            receipts.Check(node, client.Transaction, place, (uint)(node.Index % client.Transaction.LeafCount));
        }
    }
}

using Ledger.Consensus.NormalCase;
using Ledger.Protocol.Blocks;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>Bounded queues: what a node holds stays within what its options and the protocol allow.</summary>
public static class BoundsChecker
{
    public static void Turned(SimulatedNode node, SimulationOptions options)
    {
        int tree = node.Engine!.Replica.TreeSize;
        (int transactions, _, long bytes) = node.Engine.Waiting;
        int treeBound = 2 * (int)BlockTree.Span * options.Validators;
        SimulationFailure.Unless(tree <= treeBound, $"Bounds: node {node.Index} holds {tree} uncommitted blocks");
        SimulationFailure.Unless(
            transactions <= options.Engine.PoolTransactions,
            $"Bounds: node {node.Index} has {transactions} transactions waiting");
        SimulationFailure.Unless(
            bytes <= options.Engine.PoolBytes + (Block.MaximumBatches * (long)Batch.MaximumBytes),
            $"Bounds: node {node.Index} holds batches of {bytes} bytes");
    }
}

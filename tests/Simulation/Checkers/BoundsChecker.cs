using Ledger.Consensus;
using Ledger.Consensus.NormalCase;
using Ledger.Protocol.Blocks;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>Bounded queues: what a node holds stays within what its options and the protocol allow.</summary>
public static class BoundsChecker
{
    /// <summary>Views whose late Commits still count; of the current one the Prepares too, and each for 2 W heights.</summary>
    private const int CommitViews = 4;

    public static void Turned(SimulatedNode node, SimulationOptions options)
    {
        Replica replica = node.Engine!.Replica;
        int tree = replica.TreeSize;
        int window = (int)node.Engine.Epoch.Parameters.Window;
        (int transactions, _, long bytes) = node.Engine.Waiting;
        int treeBound = 2 * (int)BlockTree.Span * options.Nodes;
        SimulationFailure.Unless(tree <= treeBound, $"Bounds: node {node.Index} holds {tree} uncommitted blocks");
        SimulationFailure.Unless(
            replica.HeldMessages <= 3 * window * options.Nodes,
            $"Bounds: node {node.Index} holds {replica.HeldMessages} messages of views to come");
        SimulationFailure.Unless(
            replica.VotePlaces <= 2 * window * (1 + 1 + CommitViews),
            $"Bounds: node {node.Index} counts votes for {replica.VotePlaces} places");
        SimulationFailure.Unless(
            transactions <= options.Engine.PoolTransactions,
            $"Bounds: node {node.Index} has {transactions} transactions waiting");
        SimulationFailure.Unless(
            bytes <= options.Engine.PoolBytes + (Block.MaximumBatches * (long)Batch.MaximumBytes),
            $"Bounds: node {node.Index} holds batches of {bytes} bytes");
    }
}

using Ledger.Protocol.Blocks;

namespace Ledger.Simulation.World;

/// <summary>Watches a world as it runs, and stands on every wire.</summary>
public interface IWorldObserver
{
    /// <summary>A frame leaves a node for one other; false keeps it from arriving.</summary>
    bool Sent(Frame frame, int to);

    /// <summary>A node's turn is over.</summary>
    void Turned(SimulatedNode node);

    void Committed(SimulatedNode node, Block block);
}

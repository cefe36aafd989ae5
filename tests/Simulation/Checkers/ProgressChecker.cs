using Ledger.Engine;
using Ledger.Protocol.Numbers;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>Progress: once healed, every node is up, has the same chain, holds no batch, and has decided everything.</summary>
public static class ProgressChecker
{
    public static bool IsDone(SimulatedWorld world)
    {
        ulong head = world.Checkers.Agreement.Head;
        foreach (SimulatedNode node in world.Live)
        {
            if (node.Engine?.State.Block.Height.Value != head || node.Engine.Waiting is not (0, 0, 0) || IsChanging(node.Engine)
                || (world.Options.Cosigns && !IsPublished(node.Engine)))
            {
                return false;
            }
        }

        return world.Workload.All.All(client => IsDecided(world, client, head));
    }

    /// <summary>A change is under way, or a member has not rejoined yet.</summary>
    private static bool IsChanging(LedgerEngine engine)
        => engine.State.Governance is not { Next: null, Awaiting: null } || (engine.IsMember && engine.Replica.Follows);

    /// <summary>C1: a checkpoint of the last block is published, under keys of the epoch in force.</summary>
    private static bool IsPublished(LedgerEngine engine)
        => engine.State.Block.Height == Height.Genesis
            || (engine.Published is { } published && published.Size == engine.State.Log.Size
                && published.Epoch.Number == engine.Epoch.Number);

    public static string Describe(SimulatedWorld world)
    {
        int open = world.Workload.All.Count(c => !IsDecided(world, c, world.Checkers.Agreement.Head));
        return $"Progress: {open} of {world.Workload.All.Count} transactions are undecided; "
            + string.Join("; ", world.Nodes.Select(Describe)) + $"; sent {world.Network.Kinds}";
    }

    private static bool IsDecided(SimulatedWorld world, ClientTransaction client, ulong head)
        => client.Acknowledged is not null
            ? world.Live.All(n => n.Receipts?.Locate(client.Transaction.Id) is not null)
            : client.Transaction.ValidUntil.Value <= head;

    private static string Describe(SimulatedNode node)
    {
        if (node.Engine is not { } engine)
        {
            return $"{node.Index} down";
        }

        Consensus.Replica replica = engine.Replica;
        return $"{node.Index}{(replica.Follows ? " follows" : "")} in e{engine.Epoch.Number} at h{replica.Head.Height}"
            + $" v{replica.View}{(replica.Participating ? "" : " waiting")}"
            + $" asked v{replica.Durable.Asked} highest {replica.Durable.Highest} decided {replica.Decided}"
            + $" prepared {replica.Durable.LastPrepare?.Position} primary of v{replica.Durable.PrimaryView}"
            + $" pool {engine.Waiting} published {engine.Published?.Size} of {engine.State.Log.Size}";
    }
}

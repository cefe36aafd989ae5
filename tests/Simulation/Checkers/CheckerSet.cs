using Ledger.Engine;
using Ledger.Protocol.Numbers;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>Everybody who watches a world; each throws <see cref="SimulationFailure"/> at what it does not believe.</summary>
public sealed class CheckerSet(SimulatedWorld world)
{
    private readonly EquivocationChecker _equivocation = new(world.Options.Validators);
    private readonly ReceiptChecker _receipts = new(world);
    private readonly ulong[] _heads = new ulong[world.Options.Validators];

    public AgreementChecker Agreement { get; } = new();

    public void Sent(int node, Frame frame)
    {
        if (world.Nodes[node].IsHonest && frame.Message is { } message)
        {
            _equivocation.Sent(node, message);
        }
    }

    /// <summary>A node is up again: what its disk kept must be what was committed.</summary>
    public void Started(SimulatedNode node)
    {
        if (!node.IsHonest)
        {
            return;
        }

        Chain chain = node.Receipts!.Chain;
        _heads[node.Index] = chain.Head.Value;
        for (ulong height = 1; height <= chain.Head.Value; height++)
        {
            Agreement.Committed(node.Index, height, chain.Read(new Height(height)).Block.Hash);
        }
    }

    public void Committed(SimulatedNode node, CommittedEvent committed)
    {
        if (!node.IsHonest)
        {
            return;
        }

        ulong height = committed.Block.Height.Value;
        Agreement.Committed(node.Index, height, committed.Block.Hash);
        SimulationFailure.Unless(
            height == ++_heads[node.Index], $"Order: node {node.Index} committed height {height} out of order");
    }

    public void Turned(SimulatedNode node)
    {
        if (node.IsHonest)
        {
            BoundsChecker.Turned(node, world.Options);
        }
    }

    public void Acknowledged(SimulatedNode node, ClientTransaction client)
    {
        uint offset = (uint)client.Transaction.LeafCount - 1;
        _receipts.Check(node, client.Transaction, client.Acknowledged!.Value, offset);
    }

    /// <summary>What is checked once, when the network has come to rest.</summary>
    public void Finish()
    {
        foreach (SimulatedNode node in world.Honest)
        {
            CertificateChecker.Check(world, node);
        }

        new RootsChecker(world).Check(world.Honest.First());
        DurabilityChecker.Check(world, _receipts);
    }
}

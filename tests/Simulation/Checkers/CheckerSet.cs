using Ledger.Consensus;
using Ledger.Engine;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>Everybody who watches a world; each throws <see cref="SimulationFailure"/> at what it does not believe.</summary>
public sealed class CheckerSet
{
    private readonly SimulatedWorld _world;
    private readonly EquivocationChecker _equivocation;
    private readonly VoteTally _tally;
    private readonly BlockBook _blocks = new();
    private readonly VoteChecker _votes;
    private readonly PromiseChecker _promises;
    private readonly TimeoutChecker _timeouts;
    private readonly ReceiptChecker _receipts;
    private readonly ulong[] _heads;
    private Frame? _last;

    public CheckerSet(SimulatedWorld world)
    {
        int n = world.Options.Validators;
        _world = world;
        _equivocation = new EquivocationChecker(n);
        _tally = new VoteTally(world);
        _votes = new VoteChecker(_blocks, _tally, n, world.Options.Parameters.Window);
        _promises = new PromiseChecker(_blocks, _tally, n);
        _timeouts = new TimeoutChecker(n, world.Options.Parameters);
        _receipts = new ReceiptChecker(world);
        _heads = new ulong[n];
    }

    public AgreementChecker Agreement { get; } = new();

    /// <summary>A frame leaves a node, for one or for each of the others.</summary>
    public void Sent(int node, Frame frame)
    {
        if (frame.Message is not { } message || ReferenceEquals(frame, _last))
        {
            return;
        }

        _last = frame;
        _blocks.Sent(message);
        _tally.Sent(message);
        if (message is NewView opened)
        {
            _votes.Opened(opened);
        }

        if (_world.Nodes[node].IsHonest)
        {
            _equivocation.Sent(node, message);
            CheckVote(node, message);
        }
    }

    private void CheckVote(int node, Message message)
    {
        if (message is Vote vote && vote.Sender.Value == node)
        {
            _votes.Sent(node, vote, _heads[node]);
            _promises.Sent(node, vote, _world.Nodes[node].Engine!.Replica.Head.Height);
        }
    }

    /// <summary>A node is up again: what its disk kept must be what was committed.</summary>
    public void Started(SimulatedNode node)
    {
        if (!node.IsHonest)
        {
            return;
        }

        _equivocation.Started(node.Index);
        _timeouts.Started(node);
        Promise.Prepared? last = node.Engine!.Replica.Durable.LastPrepare;
        ulong durable = node.IsDamaged ? ulong.MaxValue / 2 : node.Receipts!.Chain.Head.Value;
        _votes.Started(node.Index, last, durable);
        if (!node.IsDamaged)
        {
            _promises.Started(node);
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

    /// <summary>Whatever becomes of it, nobody has evidence against an honest node.</summary>
    public void Accused(SimulatedNode by, Misbehavior misbehavior)
    {
        bool framed = by.IsHonest && _world.Nodes[misbehavior.Validator.Value].IsHonest;
        SimulationFailure.Unless(
            !framed,
            $"Evidence: node {by.Index} accuses {misbehavior.Validator} of {misbehavior.Kind}: {misbehavior.First.Statement}");
    }

    public void Turned(SimulatedNode node)
    {
        if (node.IsHonest)
        {
            BoundsChecker.Turned(node, _world.Options);
            _timeouts.Turned(node);
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
        foreach (SimulatedNode node in _world.Live)
        {
            CertificateChecker.Check(_world, node);
        }

        SimulatedNode? highest = _world.Live.Where(n => !n.IsDamaged).MaxBy(n => n.Receipts!.Chain.Head);
        if (highest is not null)
        {
            new RootsChecker(_world).Check(highest);
        }

        DurabilityChecker.Check(_world, _receipts);
    }
}

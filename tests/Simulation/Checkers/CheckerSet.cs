using Ledger.Engine;
using Ledger.Engine.Checkpoints;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>Everybody who watches a world; each throws <see cref="SimulationFailure"/> at what it does not believe.</summary>
public sealed class CheckerSet
{
    private readonly SimulatedWorld _world;
    private readonly BlockBook _blocks = new();
    private readonly Dictionary<uint, EpochCheckers> _epochs = [];
    private readonly EpochOrderChecker _order;
    private readonly ReceiptChecker _receipts;
    private readonly ulong[] _heads;
    private Frame? _last;

    public CheckerSet(SimulatedWorld world)
    {
        _world = world;
        _order = new EpochOrderChecker(world.Options.Nodes);
        _receipts = new ReceiptChecker(world);
        Checkpoints = new CheckpointChecker(Agreement, world.Options.Nodes);
        _heads = new ulong[world.Options.Nodes];
    }

    public AgreementChecker Agreement { get; } = new();

    public CheckpointChecker Checkpoints { get; }

    /// <summary>A frame leaves a node, for one or for each of the others.</summary>
    public void Sent(int node, Frame frame)
    {
        if (frame.Message is not { } message || ReferenceEquals(frame, _last))
        {
            return;
        }

        _last = frame;
        EpochCheckers epoch = CheckersOf(_world.Epochs.Find(frame.Epoch)!);
        epoch.Said(message);
        if (_world.Nodes[node].IsHonest)
        {
            bool isMember = !_world.Epochs.PlaceOf(node, epoch.Epoch).IsGuest;
            if (_world.Nodes[node].Engine!.Replica.Durable.HasRecovered)
            {
                _order.Recovered(node, epoch.Epoch.Number);
            }

            _order.Sent(node, isMember, message, epoch.Epoch.Number);
            if (message is Cosigned said)
            {
                Checkpoints.Sent(_world.Nodes[node], _world.Epochs.PlaceOf(node, epoch.Epoch), said);
            }

            if (isMember)
            {
                epoch.Sent(_world.Nodes[node], message, _heads[node]);
            }
        }
    }

    /// <summary>A node serves a checkpoint to the world.</summary>
    public void Published(SimulatedNode node, PublishedCheckpoint published)
    {
        if (node.IsHonest)
        {
            Checkpoints.Published(node, published);
        }
    }

    /// <summary>A node was shown another tree than that of its own chain.</summary>
    public void Contradicted(SimulatedNode node, CheckpointContradiction contradiction)
    {
        ValidatorIndex accused = contradiction.Said.Sender;
        if (node.IsHonest)
        {
            Checkpoints.Accused(node.Index, accused, _world.Nodes[EpochBook.NodeAt(accused, contradiction.Epoch)!.Value].IsHonest);
        }
    }

    /// <summary>E2: what an honest node takes from others was signed in the epoch that it is in.</summary>
    public void Heard(SimulatedNode node, Frame frame, Message message)
        => SimulationFailure.Unless(
            !node.IsHonest || !EpochOrderChecker.IsSigned(message) || frame.Epoch == node.Engine!.Epoch.Number,
            $"E2: node {node.Index} is in epoch {node.Engine?.Epoch.Number} and takes a {message.Kind} of {frame.Epoch}");

    /// <summary>What a node said in the epochs before has left it.</summary>
    public void Entered(SimulatedNode node, EpochConfiguration epoch)
    {
        if (node.IsHonest)
        {
            _order.Entered(node.Index, epoch.Number);
        }
    }

    /// <summary>A node speaks in its epoch from now on, or again: its logs may have been cut behind its journal.</summary>
    public void Resumed(SimulatedNode node)
    {
        if (node.IsHonest)
        {
            TakenOver(node);
        }

        EpochConfiguration epoch = node.Engine!.Epoch;
        if (node.IsHonest && !node.Engine.Replica.Follows)
        {
            CheckersOf(epoch).Started(node, _world.Epochs.PlaceOf(node.Index, epoch));
        }
    }

    /// <summary>A node has lost what it promised.</summary>
    public void Wiped(SimulatedNode node)
    {
        _order.Wiped(node.Index);
        Checkpoints.Wiped(node.Index);
        _heads[node.Index] = 0;
    }

    /// <summary>It has them again.</summary>
    public void Found(SimulatedNode node) => _order.Found(node.Index);

    /// <summary>A node is up again: what its disk kept must be what was committed.</summary>
    public void Started(SimulatedNode node)
    {
        if (!node.IsHonest)
        {
            return;
        }

        if (!node.IsDamaged && !node.IsSilenced && node.Engine!.Restoring is null) // else it knows less than its blocks say
        {
            _order.Started(node.Index, node.Engine!.Epoch.Number);
        }

        Entered(node, node.Engine!.Epoch);
        Resumed(node);
        _heads[node.Index] = 0;
        TakenOver(node);
        Checkpoints.Started(node);
    }

    /// <summary>Blocks that came to a node by its disk or a snapshot, without being committed here in this life.</summary>
    private void TakenOver(SimulatedNode node)
    {
        Chain chain = node.Receipts!.Chain;
        for (ulong height = _heads[node.Index] + 1; height <= chain.Head.Value; height++)
        {
            Agreement.Committed(node.Index, height, chain.Read(new Height(height)).Block.Hash);
        }

        _heads[node.Index] = chain.Head.Value;
    }

    private EpochCheckers CheckersOf(EpochConfiguration epoch)
    {
        if (!_epochs.TryGetValue(epoch.Number.Value, out EpochCheckers? checkers))
        {
            _epochs.Add(epoch.Number.Value, checkers = new EpochCheckers(_world, _blocks, epoch));
        }

        return checkers;
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
        EpochConfiguration? epoch = _world.Epochs.Find(misbehavior.Context.Epoch);
        int? accused = epoch is null ? null : EpochBook.NodeAt(misbehavior.Validator, epoch);
        bool framed = by.IsHonest && accused is { } node && _world.Nodes[node].IsHonest && !Forgot(epoch!, misbehavior);
        SimulationFailure.Unless(
            !framed,
            $"Evidence: node {by.Index} accuses {misbehavior.Validator} of {misbehavior.Kind}: {misbehavior.First.Statement}");
    }

    /// <summary>D3: who lost its promises may seem to hide a Commit that it does not remember; the order says so.</summary>
    private bool Forgot(EpochConfiguration epoch, Misbehavior misbehavior)
        => misbehavior.Kind is MisbehaviorKind.HiddenCommit or MisbehaviorKind.PreparedBelowCommit
            && CheckersOf(epoch).HasRecovered(misbehavior.Validator);

    public void Turned(SimulatedNode node)
    {
        if (node.IsHonest)
        {
            BoundsChecker.Turned(node, _world.Options);
            EpochConfiguration epoch = node.Engine!.Epoch;
            if (!node.Engine.Replica.Follows)
            {
                CheckersOf(epoch).Turned(node, _world.Epochs.PlaceOf(node.Index, epoch));
            }
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

        SimulatedNode? highest = _world.Live.Where(n => !n.IsDamaged && n.Engine!.Horizon == Height.Genesis)
            .MaxBy(n => n.Receipts!.Chain.Head);
        if (highest is not null)
        {
            new RootsChecker(_world).Check(highest);
            new SetChangeChecker(_world).Check(highest);
        }

        DurabilityChecker.Check(_world, _receipts);
    }
}

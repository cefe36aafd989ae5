using Ledger.Engine;
using Ledger.Engine.Checkpoints;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Simulation.Cast;
using Ledger.Storage;
using Admission = Ledger.Engine.Admission.Admission;

namespace Ledger.Simulation.World;

/// <summary>One whole node: a real engine over simulated devices, woken when something arrives or falls due.</summary>
/// <remarks>A crash drops everything in memory; the way back is the same <see cref="EngineStart"/> a real node takes.</remarks>
public sealed partial class SimulatedNode : ITransport, ICommitListener
{
    /// <summary>Most inputs one turn takes, as the host's loop does.</summary>
    private const int InputsPerTurn = 512;

    /// <summary>An hour: no world lasts until such a clock says what the others say.</summary>
    private const long SlowByMs = 3_600_000;

    private readonly SimulatedWorld _world;
    private readonly SeededRandom _random;
    private readonly Fuse _fuse = new();
    private readonly SimulatedDisk _disk;
    private readonly Adversary? _adversary;
    private readonly SimulatedNode? _twin;
    private readonly int _driftPpm;
    private List<EngineInput> _inbox = [];
    private List<EngineInput> _turn = [];
    private ulong _wakeAtMs = ulong.MaxValue;
    private ulong _busyUntilMs;
    private long _flushesBefore;
    private int _life;
    private LedgerStores? _stores;

    public SimulatedNode(SimulatedWorld world, int index, SeededRandom random, bool isTwin = false)
    {
        _world = world;
        _random = random;
        Index = index;
        _disk = new SimulatedDisk(world.Options, world.Genesis, (uint)index, _fuse);
        Versions = world.Options.Programs;
        SkewMs = world.Options.SkewMs == 0 ? 0 : (long)random.Between(0, world.Options.SkewMs);
        SkewMs -= IsLate ? SlowByMs : 0;
        _driftPpm = world.Options.DriftPpm == 0 ? 0 : random.Below((2 * world.Options.DriftPpm) + 1) - world.Options.DriftPpm;
        if (SkewMs != 0 || _driftPpm != 0)
        {
            world.Coverage.Injected(FaultKind.Clock);
        }

        if (world.Options.Cast.TryGetValue(index, out Role role))
        {
            Role[] roles = world.Options.CosignsFalsely ? [role, Role.FalseCosigner] : [role];
            _adversary = Casting.Of(roles, new SimulatedStage(world, this, random.Fork()));
            _twin = role == Role.Twin && !isTwin ? new SimulatedNode(world, index, random.Fork(), isTwin: true) : null;
        }
    }

    public int Index { get; }

    /// <summary>How far its clock was ahead at the start, or behind below 0; it may run fast or slow from there.</summary>
    public long SkewMs { get; set; }

    /// <summary>How long a flush of its devices takes; what the turn says leaves after its flushes.</summary>
    public ulong FlushMs { get; set; }

    /// <summary>Its logs were damaged once: what it promised to keep for others it may have lost, so it is one of the f.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>It cannot judge the time of a block, and waits for the votes of those who can (T0).</summary>
    public bool IsLate => _world.Options.SlowClock == Index;

    /// <summary>It has lost its journal and has not rejoined yet, or has an old one: one of the f until then (D2).</summary>
    public bool IsSilenced { get; private set; }

    /// <summary>It has a journal that was put back after it rejoined with another.</summary>
    public bool HasOldJournal { get; private set; }

    /// <summary>Somebody kept its last journal, it has rejoined with another, and its logs know of that.</summary>
    public bool HasRejoinedSince
        => _disk.HasKept && !IsDamaged && Engine is { IsMember: true, HasRejoined: true, MustRejoin: false, Replica.Follows: false };

    /// <summary>Gone for good.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>Those of its program, from its next start on.</summary>
    public ProtocolVersions Versions { get; set; }

    /// <summary>Where its program stopped because it does not have the version of the epoch (P1).</summary>
    public Height? Outdated { get; private set; }

    /// <summary>Why it last refused to start or to go on.</summary>
    public StorageFault? Refusal { get; private set; }

    /// <summary>Null while the node is down.</summary>
    public LedgerEngine? Engine { get; private set; }

    /// <summary>Null while the node is down.</summary>
    public NodeReceipts? Receipts { get; private set; }

    /// <summary>The height up to which a power cut takes no block.</summary>
    public ulong DurableHead => _stores?.Blocks.DurableHead ?? 0;

    public bool IsUp => Engine is not null;

    /// <summary>No adversary plays it and no script: what the checkers hold it to.</summary>
    public bool IsHonest => _adversary is null && !_world.Options.Puppets.Contains(Index);

    public void Receive(Frame frame)
    {
        _twin?.Receive(frame);
        if (!IsUp)
        {
            return;
        }

        OpenedFrame opened = frame.OpenFor(_world, Engine!.Epoch);
        if (opened.Fault != OpenFault.None)
        {
            RefuseUnopened(frame, opened.Fault);
            return;
        }

        _world.Checkers.Heard(this, frame, opened.Message!);
        _world.Trace.Note(TraceEvent.Delivered, _world.Clock.NowMs, Index, frame.Hash);
        if (_adversary?.Hears(opened.Message!) == false)
        {
            return;
        }

        Hear(opened.Batch is { } batch
            ? new EngineInput.BatchArrived(opened.Message!.Sender, batch)
            : new EngineInput.Consensus(opened.Message!, frame.Epoch));
    }

    /// <summary>A connection to a peer was opened.</summary>
    public void Meet(int peer)
    {
        if (IsUp)
        {
            Hear(new EngineInput.PeerConnected(_world.Epochs.PlaceOf(peer, Engine!.Epoch)));
        }
    }

    public void Submit(ClientTransaction client)
        => Hear(new EngineInput.Submitted(client.Checked, answer =>
        {
            if (answer == Admission.AlreadyCommitted)
            {
                Receipts!.News.Add(client.Transaction.Id);
            }
        }));

    public void Hear(EngineInput input)
    {
        if (input is not EngineInput.Submitted)
        {
            _twin?.Hear(input); // a client speaks to one machine
        }

        if (IsUp)
        {
            _inbox.Add(input);
            Greet(input);
            Wake(_world.Clock.NowMs + _random.Between(0, _world.Options.TurnDelayMs));
        }
    }

    private void Greet(EngineInput input)
    {
        if (input is EngineInput.PeerConnected connected)
        {
            _adversary?.Meets(connected.Peer);
        }
    }

    public void Send(ValidatorIndex to, TransportLane lane, ReadOnlyMemory<byte> frame)
    {
        _fuse.Touch();
        if (EpochBook.NodeAt(to, Engine!.Epoch) is { } node) // or what is answered was heard in the epoch before, of one who is gone
        {
            AfterFlushes(() => Say(to, node, lane, frame));
        }
    }

    private void AfterFlushes(Action action)
    {
        ulong flushMs = FlushMs * (ulong)(_disk.Flushes - _flushesBefore);
        if (flushMs == 0)
        {
            action();
        }
        else
        {
            Later(flushMs, action);
        }
    }

    /// <summary>What an adversary puts on the wire; nobody gets what it sends to nobody.</summary>
    public void Transmit(ValidatorIndex to, TransportLane lane, ReadOnlyMemory<byte> frame)
    {
        if (Engine is { } engine && EpochBook.NodeAt(to, engine.Epoch) is { } node)
        {
            _world.Network.Send(Index, node, lane, frame);
        }
    }

    /// <summary>Does something after so long, unless the process ends before.</summary>
    public void Later(ulong delayMs, Action action)
    {
        int life = _life;
        _world.Clock.After(delayMs, () =>
        {
            if (life == _life && IsUp)
            {
                Guarded(action);
            }
        });
    }

    public void OnCommitted(CommittedEvent committed)
    {
        _world.Trace.Note(TraceEvent.Committed, _world.Clock.NowMs, Index, committed.Block.Height.Value);
        _world.Checkers.Committed(this, committed);
        _world.Epochs.Decided(Engine!.State.Governance.Next);
        _world.Observer?.Committed(this, committed.Block);
    }

    public void OnCheckpoint(PublishedCheckpoint published) => _world.Checkers.Published(this, published);

    public void OnContradiction(CheckpointContradiction contradiction) => _world.Checkers.Contradicted(this, contradiction);

    public void OnSettled(CommittedEvent committed) => Receipts!.Note(committed);

    /// <summary>As the host does: everybody it is connected to stands elsewhere now.</summary>
    public void OnEpoch(EpochConfiguration epoch)
    {
        IsSilenced |= Engine!.MustRejoin; // an order let it speak in the epoch before, and came into no block of it (D3)
        _world.Epochs.Entered(this, epoch);
        _world.Checkers.Resumed(this);
        AfterFlushes(() => _world.Checkers.Entered(this, epoch));
        ConnectPeers(both: false);
    }

    private void Turn()
    {
        (_turn, _inbox) = (_inbox, _turn);
        if (_turn.Count > InputsPerTurn)
        {
            _inbox.AddRange(_turn.Skip(InputsPerTurn));
            _turn.RemoveRange(InputsPerTurn, _turn.Count - InputsPerTurn);
        }

        _flushesBefore = _disk.Flushes;
        _busyUntilMs = ulong.MaxValue; // what comes during the turn waits for its flushes, too
        Guarded(() =>
        {
            Engine!.Turn(NowMs, _turn);
            IsSilenced &= Engine.Replica.Follows;
            _world.Checkers.Turned(this);
            _world.Observer?.Turned(this);
            _world.Acknowledge(this);
        });
        _turn.Clear();
        ulong flushMs = FlushMs * (ulong)(_disk.Flushes - _flushesBefore);
        _busyUntilMs = flushMs == 0 ? 0 : _world.Clock.NowMs + flushMs + 1; // after all that this turn says
        if (IsUp && (_inbox.Count > 0 ? NowMs : Engine!.DueMs) is { } dueMs)
        {
            ulong aheadMs = dueMs > NowMs ? dueMs - NowMs : 0;
            Wake(_world.Clock.NowMs + aheadMs);
        }
    }

    /// <summary>The clock this node believes in: Unix milliseconds, off by its skew and its drift.</summary>
    public ulong NowMs
        => _world.Genesis.TimeMs + 1_000 + _world.Clock.NowMs
            + (ulong)(SkewMs + ((long)_world.Clock.NowMs * _driftPpm / 1_000_000));

    private void Say(ValidatorIndex to, int node, TransportLane lane, ReadOnlyMemory<byte> frame)
    {
        if (_adversary is { } adversary)
        {
            adversary.Say(to, MessageDecoder.ReadOwnFrame(frame)!);
        }
        else
        {
            _world.Network.Send(Index, node, lane, frame);
        }
    }

    private void Wake(ulong wantedMs)
    {
        ulong atMs = Math.Max(wantedMs, _busyUntilMs);
        if (atMs >= _wakeAtMs)
        {
            return;
        }

        int life = _life;
        _wakeAtMs = atMs;
        _world.Clock.At(atMs, () =>
        {
            if (life == _life && _wakeAtMs == atMs)
            {
                _wakeAtMs = ulong.MaxValue;
                Turn();
            }
        });
    }

    /// <summary>What the edge of a real node does: the frame is dropped. Of an honest node it is a defect.</summary>
    private void RefuseUnopened(Frame frame, OpenFault fault)
    {
        if (fault != OpenFault.ForeignEpoch && _world.Nodes[frame.From].IsHonest)
        {
            throw new InvalidOperationException($"An honest node's frame does not open: {fault}.");
        }
    }
}

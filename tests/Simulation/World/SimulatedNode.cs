using Ledger.Engine;
using Ledger.Protocol;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Simulation.Cast;
using Ledger.Storage;
using Admission = Ledger.Engine.Admission.Admission;

namespace Ledger.Simulation.World;

/// <summary>One whole node: a real engine over simulated devices, woken when something arrives or falls due.</summary>
/// <remarks>A crash drops everything in memory; the way back is the same <see cref="EngineStart"/> a real node takes.</remarks>
public sealed class SimulatedNode : ITransport, ICommitListener
{
    /// <summary>Most inputs one turn takes, as the host's loop does.</summary>
    private const int InputsPerTurn = 512;

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

    public SimulatedNode(SimulatedWorld world, int index, SeededRandom random, bool isTwin = false)
    {
        _world = world;
        _random = random;
        Index = index;
        _disk = new SimulatedDisk(world.Options, world.Genesis, (uint)index, _fuse);
        SkewMs = world.Options.SkewMs == 0 ? 0 : (long)random.Between(0, world.Options.SkewMs);
        _driftPpm = world.Options.DriftPpm == 0 ? 0 : random.Below((2 * world.Options.DriftPpm) + 1) - world.Options.DriftPpm;
        if (SkewMs != 0 || _driftPpm != 0)
        {
            world.Coverage.Injected(FaultKind.Clock);
        }

        if (world.Options.Cast.TryGetValue(index, out Role role))
        {
            _adversary = Casting.Of(role, new SimulatedStage(world, this, random.Fork()));
            _twin = role == Role.Twin && !isTwin ? new SimulatedNode(world, index, random.Fork(), isTwin: true) : null;
        }
    }

    public int Index { get; }

    /// <summary>How far its clock was ahead at the start; it may run fast or slow from there.</summary>
    public long SkewMs { get; set; }

    /// <summary>How long a flush of its devices takes; what the turn says leaves after its flushes.</summary>
    public ulong FlushMs { get; set; }

    /// <summary>Its logs were damaged once: what it promised to keep for others it may have lost, so it is one of the f.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Gone for good.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>Why it last refused to start or to go on.</summary>
    public StorageFault? Refusal { get; private set; }

    /// <summary>Null while the node is down.</summary>
    public LedgerEngine? Engine { get; private set; }

    /// <summary>Null while the node is down.</summary>
    public NodeReceipts? Receipts { get; private set; }

    public bool IsUp => Engine is not null;

    /// <summary>No adversary plays it and no script: what the checkers hold it to.</summary>
    public bool IsHonest => _adversary is null && !_world.Options.Puppets.Contains(Index);

    public void Start()
    {
        _twin?.Start();
        if (IsUp || IsRetired)
        {
            return;
        }

        _life++;
        if (_world.Network.IsFaulty && _random.Chance(50))
        {
            _fuse.Arm(_random.Below(12)); // the way back may be cut short too
            _world.Coverage.Injected(FaultKind.PowerCutAtStart);
        }

        _world.Trace.Note(TraceEvent.Started, _world.Clock.NowMs, Index, (ulong)_life);
        Guarded(() =>
        {
            EngineSetup setup = _world.SetupOf(this, _disk);
            Engine = EngineStart.Start(setup);
            Receipts = new NodeReceipts(Engine, setup.Stores);
            _world.Checkers.Started(this);
        });
        if (IsUp)
        {
            ConnectPeers();
            Wake(_world.Clock.NowMs);
            _adversary?.Enter();
        }
    }

    /// <summary>Cuts the power, now or in the middle of a coming turn.</summary>
    public void CutPower(bool midTurn)
    {
        if (midTurn && IsUp)
        {
            _fuse.Arm(_random.Below(12));
        }
        else
        {
            Stop(true);
        }
    }

    /// <summary>Ends the process; the machine's own memory of what was written stays.</summary>
    public void Kill() => Stop(false);

    /// <summary>Cuts the power of a node that was well, and a sector of one copy of its journal goes bad with it.</summary>
    public void SpoilJournal()
    {
        Stop(true);
        _disk.SpoilJournal(_random);
    }

    /// <summary>Cuts the power, and a sector of the logs goes bad with it.</summary>
    public void SpoilLogs()
    {
        Stop(true);
        IsDamaged = true;
        _disk.SpoilLogs(_random);
    }

    /// <summary>Cuts the power, and the oldest promises go bad in both copies: nothing is left to be trusted.</summary>
    public void LoseJournal()
    {
        Stop(true);
        _disk.LoseJournal();
    }

    /// <summary>Ends it for good: it never starts again.</summary>
    public void Retire()
    {
        IsRetired = true;
        if (IsUp)
        {
            Stop(false);
        }
    }

    /// <summary>The end of this node's troubles.</summary>
    public void Mend()
    {
        _twin?.Mend();
        FlushMs = 0;
        _fuse.Disarm();
        Start();
    }

    public void Receive(Frame frame)
    {
        _twin?.Receive(frame);
        if (!IsUp)
        {
            return;
        }

        if (frame.Fault != OpenFault.None)
        {
            RefuseUnopened(frame);
            return;
        }

        _world.Trace.Note(TraceEvent.Delivered, _world.Clock.NowMs, Index, frame.Hash);
        if (_adversary?.Hears(frame.Message!) == false)
        {
            return;
        }

        Hear(frame.Batch is { } batch
            ? new EngineInput.BatchArrived(frame.From, batch)
            : new EngineInput.Consensus(frame.Message!));
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
            Wake(_world.Clock.NowMs + _random.Between(0, _world.Options.TurnDelayMs));
        }
    }

    public void Send(ValidatorIndex to, TransportLane lane, ReadOnlyMemory<byte> frame)
    {
        _fuse.Touch();
        ulong flushMs = FlushMs * (ulong)(_disk.Flushes - _flushesBefore);
        if (flushMs == 0)
        {
            Say(to, lane, frame);
        }
        else
        {
            Later(flushMs, () => Say(to, lane, frame));
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
        _world.Observer?.Committed(this, committed.Block);
    }

    public void OnSettled(CommittedEvent committed) => Receipts!.Note(committed);

    private void Turn()
    {
        (_turn, _inbox) = (_inbox, _turn);
        if (_turn.Count > InputsPerTurn)
        {
            _inbox.AddRange(_turn.Skip(InputsPerTurn));
            _turn.RemoveRange(InputsPerTurn, _turn.Count - InputsPerTurn);
        }

        _flushesBefore = _disk.Flushes;
        Guarded(() =>
        {
            Engine!.Turn(NowMs, _turn);
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

    private void Say(ValidatorIndex to, TransportLane lane, ReadOnlyMemory<byte> frame)
    {
        if (_adversary is { } adversary)
        {
            adversary.Say(to, MessageDecoder.ReadOwn<Message>(frame)!);
        }
        else
        {
            _world.Network.Send(Index, to.Value, lane, frame);
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

    private void ConnectPeers()
    {
        for (int peer = 0; peer < _world.Options.Validators; peer++)
        {
            if (peer != Index && _world.Nodes[peer].IsUp)
            {
                Hear(new EngineInput.PeerConnected(new ValidatorIndex((byte)peer)));
                _world.Nodes[peer].Hear(new EngineInput.PeerConnected(new ValidatorIndex((byte)Index)));
            }
        }
    }

    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (PowerLoss)
        {
            Stop(true);
            _world.Clock.After(_random.Between(1, 1_000), Start);
        }
        catch (StorageFaultException fault) when (fault.Fault == StorageFault.JournalDamaged && !_disk.HasJournal)
        {
            Refusal = fault.Fault;
            Retire(); // without its promises it must not vote: it counts among the f until it has rejoined (D2)
        }
        catch (StorageFaultException fault) when (IsDamaged)
        {
            Refusal = fault.Fault;
            Stop(false); // refused by name: the operator repairs the logs, and what was cut is fetched from the peers
            _disk.Repair();
            _world.Clock.After(_random.Between(1, 1_000), Start);
        }
        catch (InvariantBroken) when (!IsHonest)
        {
            Stop(false); // whoever lies to its own engine too may see it halt
            _world.Clock.After(_random.Between(1, 1_000), Start);
        }
    }

    /// <summary>Adds up what this life refused, at its end.</summary>
    public void TellCounters()
    {
        if (Engine is { } engine && IsHonest)
        {
            _world.Coverage.Add(engine.Counters);
        }
    }

    /// <summary>What the edge of a real node does: the frame is dropped. Of an honest node it is a defect.</summary>
    private void RefuseUnopened(Frame frame)
    {
        if (_world.Nodes[frame.From.Value].IsHonest)
        {
            throw new InvalidOperationException($"An honest node's frame does not open: {frame.Fault}.");
        }
    }

    private void Stop(bool power)
    {
        _life++;
        _world.Trace.Note(TraceEvent.Crashed, _world.Clock.NowMs, Index, power ? 1UL : 0UL);
        TellCounters();
        Engine = null;
        Receipts = null;
        _inbox.Clear();
        _wakeAtMs = ulong.MaxValue;
        _busyUntilMs = 0;
        _fuse.Disarm();
        if (power)
        {
            _disk.LosePower(_random);
        }
        else
        {
            _disk.LoseProcess();
        }
    }
}

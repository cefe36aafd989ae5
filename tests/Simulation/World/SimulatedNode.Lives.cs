using Ledger.Engine;
using Ledger.Protocol;
using Ledger.Protocol.Numbers;
using Ledger.Storage;

namespace Ledger.Simulation.World;

/// <summary>How a node starts, what ends it, and how it comes back.</summary>
public sealed partial class SimulatedNode
{
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

    /// <summary>Adds up what this life refused, at its end.</summary>
    public void TellCounters()
    {
        if (Engine is { } engine && IsHonest)
        {
            _world.Coverage.Add(engine.Counters);
        }
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

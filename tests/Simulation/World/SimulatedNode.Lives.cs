using Ledger.Engine;
using Ledger.Protocol;
using Ledger.Protocol.Validators;
using Ledger.Simulation.Checkers;
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
            _stores = setup.Stores;
            Engine = EngineStart.Start(setup);
            Receipts = new NodeReceipts(Engine, setup.Stores);
            _world.Epochs.Entered(this, Engine.Epoch);
            _world.Checkers.Started(this);
        });
        if (IsUp)
        {
            ConnectPeers(both: true);
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
        Silence();
        _disk.LoseJournal();
    }

    /// <summary>Cuts the power, and somebody deletes the journal.</summary>
    public void DeleteJournal()
    {
        Silence();
        _disk.DeleteJournal();
    }

    /// <summary>Cuts the power, and the whole data directory is gone with it.</summary>
    public void LoseEverything()
    {
        Silence();
        _disk.LoseEverything(Incarnation());
    }

    /// <summary>Cuts the power, and somebody puts the journal back that it had before it rejoined.</summary>
    public void PutOldJournalBack()
    {
        Silence();
        HasOldJournal = true;
        _disk.SwapJournals();
    }

    /// <summary>Ends the process, and somebody gives it the journal again with which it rejoined.</summary>
    public void PutRightJournalBack()
    {
        SimulationFailure.Unless(HasOldJournal, $"D2: node {Index} takes its right journal for an outdated one");
        Stop(false);
        (IsSilenced, HasOldJournal) = (false, false);
        _disk.SwapJournals();
        _world.Checkers.Found(this);
    }

    private void Silence()
    {
        Stop(true);
        (IsSilenced, HasOldJournal) = (true, false);
        _world.Checkers.Wiped(this);
    }

    /// <summary>Never 0, which is that of a journal made before anything was signed.</summary>
    private ulong Incarnation() => _random.Between(1, ulong.MaxValue - 1);

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

    /// <param name="both">The peers are told, too.</param>
    private void ConnectPeers(bool both)
    {
        foreach (SimulatedNode peer in _world.Nodes.Where(n => n.Index != Index && n.IsUp))
        {
            Meet(peer.Index);
            if (both)
            {
                peer.Meet(Index);
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
        catch (StorageFaultException fault)
            when (fault.Fault is StorageFault.JournalDamaged or StorageFault.JournalMissing && !_disk.HasJournal)
        {
            Refusal = fault.Fault;
            Stop(false);
            _disk.BeginJournal(Incarnation()); // it must not vote without its promises, and goes on as one who has none (D2)
            _world.Clock.After(_random.Between(1, 1_000), Start);
        }
        catch (StorageFaultException fault) when (IsDamaged)
        {
            Refusal = fault.Fault;
            Stop(false); // refused by name: the operator repairs the logs, and what was cut is fetched from the peers
            _disk.Repair();
            _world.Clock.After(_random.Between(1, 1_000), Start);
        }
        catch (UnsupportedProtocolException old)
        {
            Outdated = old.Start;
            Stop(false); // until somebody installs a newer program
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

using Ledger.Consensus;
using Ledger.Engine;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Numbers;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Telling;

/// <summary>Tells what a turn changed at one validator: its view, what it refused, whom it has evidence against.</summary>
public sealed class NodeWatch(SimulatedNode node, Labels labels)
{
    private readonly Dictionary<DiscardReason, long> _discards = [];
    private LedgerEngine? _engine;
    private (View View, bool Participating, string? Base) _stand;
    private long _misbehaviors;
    private (Suspicion Suspicion, ulong AtMs)? _suspicion;

    public IEnumerable<string> Look(Func<DiscardReason, bool> isTold)
    {
        LedgerEngine engine = node.Engine!;
        List<string> changes = [];
        if (engine != _engine)
        {
            Begin(engine, changes);
        }

        LookAtSuspicion(engine.Counters, changes);
        LookAtView(engine.Replica, changes);
        foreach (DiscardReason reason in Enum.GetValues<DiscardReason>())
        {
            long more = engine.Counters[reason] - _discards.GetValueOrDefault(reason);
            _discards[reason] = engine.Counters[reason];
            if (more > 0 && isTold(reason))
            {
                changes.Add(more == 1 ? $"discards {reason}" : $"discards {reason} {more} times");
            }
        }

        if (engine.Counters.Misbehaviors > _misbehaviors)
        {
            _misbehaviors = engine.Counters.Misbehaviors;
            Misbehavior last = engine.Counters.LastMisbehavior!;
            changes.Add($"has evidence against v{last.Validator}: {last.Kind}");
        }

        return changes;
    }

    /// <summary>The first start in view 0 goes without saying; a later one is told with the view it resumes in.</summary>
    private void Begin(LedgerEngine engine, List<string> changes)
    {
        if (_engine is not null)
        {
            string how = engine.Replica.Participating ? "" : ", waiting for its NewView";
            changes.Add($"is back in view {engine.Replica.View}{how}, at {labels.NameOf(engine.Replica.Head.Block.Sha256)}");
        }

        _engine = engine;
        _discards.Clear();
        _misbehaviors = 0;
        _suspicion = null;
        _stand = StandOf(engine.Replica);
    }

    /// <summary>Joining others is no suspicion of one's own, and its ViewChange tells it.</summary>
    private void LookAtSuspicion(EngineCounters counters, List<string> changes)
    {
        bool isNew = counters.LastSuspicion != _suspicion;
        if (isNew && counters.LastSuspicion is { Suspicion: { Reason: not SuspicionReason.Joined } suspicion })
        {
            changes.Add($"suspects view {suspicion.View}: {suspicion.Reason}");
        }

        _suspicion = counters.LastSuspicion;
    }

    private void LookAtView(Replica replica, List<string> changes)
    {
        (View View, bool Participating, string? Base) now = StandOf(replica);
        if (now == _stand)
        {
            return;
        }

        bool entered = now.Participating && (now.View != _stand.View || !_stand.Participating);
        if (!now.Participating)
        {
            changes.Add($"leaves view {_stand.View} and waits for the NewView of view {now.View}");
        }
        else if (entered)
        {
            changes.Add($"enters view {now.View}, base {now.Base ?? "unknown"}");
        }
        else if (now.Base is { } learnt)
        {
            changes.Add($"learns that the base of view {now.View} is {learnt}");
        }

        _stand = now;
    }

    private (View View, bool Participating, string? Base) StandOf(Replica replica)
        => (replica.View, replica.Participating, replica.Base is { } start ? labels.NameOf(start.Hash) : null);
}

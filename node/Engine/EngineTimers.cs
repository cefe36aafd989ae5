using Ledger.Consensus;

namespace Ledger.Engine;

/// <summary>When the replica's timers fall due, in the host's milliseconds.</summary>
public sealed class EngineTimers
{
    private readonly SortedDictionary<TimerKind, ulong> _due = [];

    public ulong? DueMs => _due.Count == 0 ? null : _due.Values.Min();

    /// <summary>Takes the changes over, in order, and empties the list.</summary>
    public void Apply(List<TimerChange> changes, ulong nowMs)
    {
        foreach (TimerChange change in changes)
        {
            if (change.AfterMs is { } after)
            {
                _due[change.Kind] = nowMs + after;
            }
            else
            {
                _due.Remove(change.Kind);
            }
        }

        changes.Clear();
    }

    /// <summary>Stops all of them.</summary>
    public void Clear() => _due.Clear();

    /// <summary>Takes one timer that is due, or null.</summary>
    public TimerKind? TakeDue(ulong nowMs)
    {
        foreach ((TimerKind kind, ulong due) in _due)
        {
            if (due <= nowMs)
            {
                _due.Remove(kind);
                return kind;
            }
        }

        return null;
    }
}

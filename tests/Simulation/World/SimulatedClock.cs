namespace Ledger.Simulation.World;

/// <summary>Virtual milliseconds and what happens at them, in the order of (time, sequence).</summary>
public sealed class SimulatedClock
{
    private readonly PriorityQueue<Action, (ulong AtMs, ulong Sequence)> _events = new();
    private ulong _sequence;

    /// <summary>Virtual milliseconds since the start.</summary>
    public ulong NowMs { get; private set; }

    public long Events { get; private set; }

    public void At(ulong atMs, Action action) => _events.Enqueue(action, (Math.Max(atMs, NowMs), _sequence++));

    public void After(ulong delayMs, Action action) => At(NowMs + delayMs, action);

    /// <summary>Runs the next event that is due by <paramref name="untilMs"/>; false when there is none.</summary>
    public bool Step(ulong untilMs)
    {
        if (!_events.TryPeek(out Action? action, out (ulong AtMs, ulong) due) || due.AtMs > untilMs)
        {
            NowMs = Math.Max(NowMs, untilMs);
            return false;
        }

        _events.Dequeue();
        NowMs = due.AtMs;
        Events++;
        action();
        return true;
    }
}

namespace Ledger.Tests.Unit.Timing;

/// <summary>Time that stands still until a test moves it. Its timers ring once, on the thread that moves it.</summary>
internal sealed class HandClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly Dictionary<HandTimer, long> _due = [];
    private long _now = 1;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers have yet to ring.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _due.Count;
            }
        }
    }

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        HandTimer timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        HandTimer[] ringing;
        lock (_lock)
        {
            _now += time.Ticks;
            ringing = [.. _due.Where(t => t.Value <= _now).OrderBy(t => t.Value).Select(t => t.Key)];
            Array.ForEach(ringing, t => _due.Remove(t));
        }

        // Outside the lock: who is rung for may set the next timer at once.
        Array.ForEach(ringing, t => t.Ring());
    }

    private bool Set(HandTimer timer, TimeSpan dueTime)
    {
        lock (_lock)
        {
            _due.Remove(timer);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                _due.Add(timer, _now + dueTime.Ticks);
            }

            return true;
        }
    }

    private sealed class HandTimer(HandClock clock, Action ring) : ITimer
    {
        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period)
            => period == Timeout.InfiniteTimeSpan ? clock.Set(this, dueTime) : throw new NotSupportedException("It rings once.");

        public void Dispose() => clock.Set(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}

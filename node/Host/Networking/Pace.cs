namespace Ledger.Node.Networking;

/// <summary>Lets so many units pass in a second, and a second's worth at once after a rest.</summary>
/// <remarks>
/// Whole takings: what is larger than what is left is let in and owed for, so that one long frame is no deadlock. Any
/// thread may take.
/// </remarks>
internal sealed class Pace(long unitsPerSecond, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private double _owed;
    private long _settledAt;

    /// <summary>Takes units, and tells how long the taker now has to wait.</summary>
    public TimeSpan Take(long units)
    {
        lock (_gate)
        {
            Settle();
            _owed += units;
            return TimeSpan.FromSeconds(Math.Max(0, _owed - unitsPerSecond) / unitsPerSecond);
        }
    }

    /// <summary>Takes units only if they may pass at once.</summary>
    public bool TryTake(long units)
    {
        lock (_gate)
        {
            Settle();
            bool may = _owed + units <= unitsPerSecond;
            _owed += may ? units : 0;
            return may;
        }
    }

    private void Settle()
    {
        long now = _time.GetTimestamp();
        double paid = _settledAt == 0 ? 0 : _time.GetElapsedTime(_settledAt, now).TotalSeconds * unitsPerSecond;
        _settledAt = now;
        _owed = Math.Max(0, _owed - paid);
    }
}

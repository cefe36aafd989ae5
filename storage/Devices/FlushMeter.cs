namespace Ledger.Storage.Devices;

/// <summary>Counts durable flushes and keeps the last 4,096 durations for percentiles.</summary>
/// <remarks>Thread-safe. Durations in microseconds.</remarks>
public sealed class FlushMeter
{
    private const int Window = 4096;
    private readonly Lock _lock = new();
    private readonly double[] _ring = new double[Window];
    private long _count;

    /// <summary>Told of each flush, on the thread that flushed; must return at once.</summary>
    public Action<TimeSpan>? Recorded { get; set; }

    public long Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    public void Record(TimeSpan duration)
    {
        lock (_lock)
        {
            _ring[_count++ % Window] = duration.TotalMicroseconds;
        }

        Recorded?.Invoke(duration);
    }

    /// <summary>The quantile (0 to 1) of the window in microseconds; 0 when nothing was flushed.</summary>
    public double Quantile(double quantile)
    {
        double[] sorted;
        lock (_lock)
        {
            sorted = _ring[..(int)Math.Min(_count, Window)];
        }

        Array.Sort(sorted);
        return sorted.Length == 0 ? 0 : sorted[(int)(quantile * (sorted.Length - 1))];
    }

    public double MedianMicroseconds => Quantile(0.50);

    public double P99Microseconds => Quantile(0.99);
}

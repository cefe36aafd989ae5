namespace Ledger.Node.Telemetry;

/// <summary>The values of one set of labels: a number, or a histogram's buckets.</summary>
/// <param name="Labels">As they are written, braces included; empty without any.</param>
public sealed class MetricSeries(string labels, IReadOnlyList<double> bounds)
{
    private readonly long[] _buckets = new long[bounds.Count];

    public string Labels => labels;

    /// <summary>The number; of a histogram, the sum of what was recorded.</summary>
    public double Value { get; private set; }

    /// <summary>How many were recorded.</summary>
    public long Count { get; private set; }

    public void Set(double value) => Value = value;

    public void Add(double value)
    {
        Value += value;
        Count++;
        int bucket = 0;
        while (bucket < bounds.Count && value > bounds[bucket])
        {
            bucket++;
        }

        if (bucket < bounds.Count)
        {
            _buckets[bucket]++;
        }
    }

    /// <summary>Upper bounds and how many were at most that much: cumulative, as Prometheus has it; the last is the infinite one.</summary>
    public IEnumerable<(double Bound, long Count)> Cumulative()
    {
        long sum = 0;
        for (int i = 0; i < bounds.Count; i++)
        {
            sum += _buckets[i];
            yield return (bounds[i], sum);
        }

        yield return (double.PositiveInfinity, Count);
    }
}

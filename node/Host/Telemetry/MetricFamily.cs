using System.Diagnostics.Metrics;

namespace Ledger.Node.Telemetry;

/// <summary>One instrument and all its series.</summary>
public sealed class MetricFamily
{
    /// <summary>Most series of one instrument: labels are closed sets, and a mistake must not eat the memory.</summary>
    public const int MaximumSeries = 1_024;

    private readonly Dictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<double> _bounds;

    public MetricFamily(Instrument instrument)
    {
        Name = instrument.Name;
        Help = instrument.Description ?? "";
        IsObserved = instrument.IsObservable;
        Kind = instrument switch
        {
            Histogram<double> => MetricKind.Histogram,
            Counter<long> or ObservableCounter<long> or ObservableCounter<double> => MetricKind.Counter,
            _ => MetricKind.Gauge,
        };
        _bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? [];
    }

    public string Name { get; }

    public string Help { get; }

    public MetricKind Kind { get; }

    /// <summary>Its values are asked for, and are whole; otherwise they are told one by one, and add up.</summary>
    public bool IsObserved { get; }

    public IEnumerable<MetricSeries> Series => _series.Values.OrderBy(s => s.Labels, StringComparer.Ordinal);

    /// <summary>Measurements that came with labels beyond <see cref="MaximumSeries"/>.</summary>
    public long Lost { get; private set; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string labels = PrometheusText.Labels(tags);
        if (!_series.TryGetValue(labels, out MetricSeries? series))
        {
            if (_series.Count == MaximumSeries)
            {
                Lost++;
                return;
            }

            _series[labels] = series = new MetricSeries(labels, _bounds);
        }

        if (IsObserved)
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    /// <summary>Before values are asked for again: what is gone must not stay.</summary>
    public void Forget() => _series.Clear();
}

using System.Diagnostics.Metrics;

namespace Ledger.Node.Telemetry;

/// <summary>Listens to a meter and keeps what a scrape wants to know: counts, gauges, cumulative buckets.</summary>
/// <remarks>Instruments are told from any thread. A scrape asks the observed ones anew.</remarks>
public sealed class MetricsCollector : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    public MetricsCollector(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == meter)
            {
                listener.EnableMeasurementEvents(instrument, Add(instrument));
            }
        };
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Record(family, value, tags));
        _listener.Start();
    }

    /// <summary>Everything as a scrape is answered.</summary>
    public string Scrape()
    {
        lock (_gate)
        {
            foreach (MetricFamily family in _families.Values.Where(f => f.IsObserved))
            {
                family.Forget();
            }

            _listener.RecordObservableInstruments();
            return PrometheusText.Write(_families.Values);
        }
    }

    public void Dispose() => _listener.Dispose();

    private MetricFamily Add(Instrument instrument)
    {
        lock (_gate)
        {
            return _families[instrument.Name] = new MetricFamily(instrument);
        }
    }

    private void Record(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            ((MetricFamily)family!).Record(value, tags);
        }
    }
}

using System.Diagnostics.Metrics;

namespace Ledger.Node.Telemetry;

/// <summary>Instruments that are asked for their values; nothing is told before there is a <typeparamref name="T"/>.</summary>
internal sealed class GaugeSet<T>(Meter meter, Func<T?> sample)
    where T : class
{
    public void Gauge(string name, string help, Func<T, double> value)
        => meter.CreateObservableGauge(name, () => Ask(s => [new Measurement<double>(value(s))]), null, help);

    public void Counter(string name, string help, Func<T, double> value)
        => meter.CreateObservableCounter(name, () => Ask(s => [new Measurement<double>(value(s))]), null, help);

    public void Gauges(string name, string help, Func<T, IEnumerable<Measurement<double>>> values)
        => meter.CreateObservableGauge(name, () => Ask(values), null, help);

    public void Counters(string name, string help, Func<T, IEnumerable<Measurement<double>>> values)
        => meter.CreateObservableCounter(name, () => Ask(values), null, help);

    public static Measurement<double> One(double value, params ReadOnlySpan<(string Label, string Value)> labels)
    {
        KeyValuePair<string, object?>[] tags = new KeyValuePair<string, object?>[labels.Length];
        for (int i = 0; i < tags.Length; i++)
        {
            tags[i] = new(labels[i].Label, labels[i].Value);
        }

        return new Measurement<double>(value, tags);
    }

    private IEnumerable<Measurement<double>> Ask(Func<T, IEnumerable<Measurement<double>>> values)
        => sample() is { } now ? values(now) : [];
}

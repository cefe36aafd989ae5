namespace Ledger.Node.Telemetry;

/// <summary>The types of Prometheus' text format that this node has.</summary>
public enum MetricKind
{
    Gauge,
    Counter,
    Histogram,
}

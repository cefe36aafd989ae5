using Ledger.Node.Configuration;
using Ledger.Node.Networking;
using Ledger.Node.Running;
using Ledger.Storage.Devices;

namespace Ledger.Node.Telemetry;

/// <summary>All that measures a node: the meter, its instruments, and whoever reads them.</summary>
public sealed class NodeTelemetry : IDisposable
{
    private readonly OtlpExport? _export;
    private EngineSample? _sample;

    public NodeTelemetry(NodeConfiguration configuration, NodeIdentity identity, NodeClock clock, FlushMeter flushes)
    {
        Meter = new NodeMeter(() => clock.NowMs, StatusReport.Version);
        flushes.Recorded = Meter.Flushed;
        EngineGauges.AddTo(Meter.Meter, () => Volatile.Read(ref _sample), configuration);
        Collector = configuration.Telemetry.Metrics ? new MetricsCollector(Meter.Meter) : null;
        _export = configuration.Telemetry.OtlpEndpoint is { } endpoint
            ? new OtlpExport(Meter.Meter, endpoint, configuration.Telemetry.OtlpIntervalMs, identity.Name)
            : null;
    }

    public NodeMeter Meter { get; }

    /// <summary>What <c>/metrics</c> is answered from; null when it is not served.</summary>
    public MetricsCollector? Collector { get; }

    /// <summary>The engine's numbers as the last look saw them: what its gauges say until the next.</summary>
    public void Take(EngineSample sample) => Volatile.Write(ref _sample, sample);

    /// <summary>Measures the parts around the engine too, once they are there.</summary>
    public void Add(
        PeerRoll roll, PeerTransport transport, InboundEdge inbound, EngineLoop loop, CommitHub commits, NodeLog log,
        string dataDirectory)
    {
        loop.Turned = Meter.Turned;
        new HostGauges(roll, transport, inbound, loop, commits, log, dataDirectory).AddTo(Meter.Meter);
    }

    public void Dispose()
    {
        _export?.Dispose();
        Collector?.Dispose();
        Meter.Dispose();
    }
}

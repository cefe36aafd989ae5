using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Ledger.Node.Telemetry;

/// <summary>Pushes the meter's numbers to a collector by OTLP over HTTP.</summary>
/// <remarks>The library holds at most one export at a time and drops what a collector does not take: nothing here grows.</remarks>
internal sealed class OtlpExport : IDisposable
{
    private const int LongestExportMs = 5_000;

    private readonly MeterProvider _provider;

    public OtlpExport(Meter meter, Uri endpoint, int intervalMs, string name)
        => _provider = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService(
                "ledger", serviceVersion: meter.Version, autoGenerateServiceInstanceId: false, serviceInstanceId: name))
            .AddMeter(meter.Name)
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                exporter.Endpoint = new Uri(endpoint, "/v1/metrics");
                exporter.TimeoutMilliseconds = LongestExportMs;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = intervalMs;
                reader.PeriodicExportingMetricReaderOptions.ExportTimeoutMilliseconds = LongestExportMs;
            })
            .Build();

    public void Dispose()
    {
        _provider.Shutdown(LongestExportMs);
        _provider.Dispose();
    }
}

namespace Ledger.Node.Configuration;

/// <summary>What is measured for others to read.</summary>
public sealed record TelemetryConfiguration
{
    /// <summary>Whether the JSON port serves <c>/metrics</c>.</summary>
    public bool Metrics { get; init; } = true;

    /// <summary>Where metrics are pushed by OTLP over HTTP, as http://collector:4318; nowhere when it is left out.</summary>
    public Uri? OtlpEndpoint { get; init => field = Checked(value); }

    /// <summary>How often.</summary>
    public int OtlpIntervalMs { get; init => field = Bound.Check(value, 100, 3_600_000); } = 15_000;

    private static Uri? Checked(Uri? value)
        => value is null || (value.IsAbsoluteUri && value.Scheme is "http" or "https")
            ? value
            : throw new System.Text.Json.JsonException("is an http:// or https:// address.");
}

using System.Globalization;
using System.Text;

namespace Ledger.Node.Telemetry;

/// <summary>Prometheus' text exposition format, version 0.0.4.</summary>
/// <remarks>prometheus.io/docs/instrumenting/exposition_formats: HELP and TYPE once for each family, UTF-8, LF.</remarks>
public static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<MetricFamily> families)
    {
        StringBuilder text = new();
        foreach (MetricFamily family in families)
        {
            text.Append("# HELP ").Append(family.Name).Append(' ').Append(Help(family.Help)).Append('\n');
            text.Append("# TYPE ").Append(family.Name).Append(' ')
                .Append(family.Kind.ToString().ToLowerInvariant()).Append('\n');
            foreach (MetricSeries series in family.Series)
            {
                Write(text, family, series);
            }
        }

        return text.ToString();
    }

    /// <summary>Labels as they stand behind a name: <c>{peer="sg-1"}</c>, or nothing.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        StringBuilder text = new("{");
        foreach ((string key, object? value) in tags)
        {
            text.Append(text.Length > 1 ? "," : "").Append(key).Append("=\"")
                .Append(Value(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")).Append('"');
        }

        return text.Append('}').ToString();
    }

    private static void Write(StringBuilder text, MetricFamily family, MetricSeries series)
    {
        if (family.Kind != MetricKind.Histogram)
        {
            Sample(text, family.Name, series.Labels, series.Value);
            return;
        }

        foreach ((double bound, long count) in series.Cumulative())
        {
            string last = $"le=\"{Number(bound)}\"}}";
            string labels = series.Labels.Length == 0 ? "{" + last : $"{series.Labels[..^1]},{last}";
            Sample(text, $"{family.Name}_bucket", labels, count);
        }

        Sample(text, $"{family.Name}_sum", series.Labels, series.Value);
        Sample(text, $"{family.Name}_count", series.Labels, series.Count);
    }

    private static void Sample(StringBuilder text, string name, string labels, double value)
        => text.Append(name).Append(labels).Append(' ').Append(Number(value)).Append('\n');

    private static string Number(double value)
        => double.IsPositiveInfinity(value) ? "+Inf"
            : double.IsNegativeInfinity(value) ? "-Inf"
            : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Help(string text) => text.Replace(@"\", @"\\").Replace("\n", @"\n");

    private static string Value(string text) => Help(text).Replace("\"", "\\\"");
}

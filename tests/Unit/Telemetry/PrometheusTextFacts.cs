using System.Diagnostics.Metrics;
using Ledger.Node.Telemetry;

namespace Ledger.Tests.Unit.Telemetry;

public sealed class PrometheusTextFacts : IDisposable
{
    private readonly Meter _meter = new("PrometheusTextFacts");
    private readonly MetricsCollector _collector;

    public PrometheusTextFacts() => _collector = new MetricsCollector(_meter);

    public void Dispose()
    {
        _collector.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void A_histogram_has_cumulative_buckets_a_sum_and_a_count()
    {
        Histogram<double> histogram = _meter.CreateHistogram(
            "test_seconds", null, "Time.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (double value in new[] { 0.05, 0.1, 0.5, 7 })
        {
            histogram.Record(value, new KeyValuePair<string, object?>("method", "Submit"));
        }

        Assert.Equal(
            """
            # HELP test_seconds Time.
            # TYPE test_seconds histogram
            test_seconds_bucket{method="Submit",le="0.1"} 2
            test_seconds_bucket{method="Submit",le="1"} 3
            test_seconds_bucket{method="Submit",le="+Inf"} 4
            test_seconds_sum{method="Submit"} 7.65
            test_seconds_count{method="Submit"} 4

            """.ReplaceLineEndings("\n"),
            _collector.Scrape());
        Assert.Equal((0, ""), PromTool.Run(_collector.Scrape(), "check", "metrics"));
    }

    [Fact]
    public void Labels_and_help_are_escaped_and_the_judge_takes_them()
    {
        Counter<long> counter = _meter.CreateCounter<long>("test_total", null, "A \\ and\na line.");
        counter.Add(2, new KeyValuePair<string, object?>("name", "quote \" slash \\ line \n 深圳"));

        Assert.Equal(
            "# HELP test_total A \\\\ and\\na line.\n# TYPE test_total counter\n"
                + "test_total{name=\"quote \\\" slash \\\\ line \\n 深圳\"} 2\n",
            _collector.Scrape());
        Assert.Equal((0, ""), PromTool.Run(_collector.Scrape(), "check", "metrics"));
    }

    [Fact]
    public void What_is_asked_for_is_as_it_is_now_and_what_is_gone_is_gone()
    {
        List<string> peers = ["sg-1", "sg-2"];
        _meter.CreateObservableGauge("test_peer", () => peers.Select(
            p => new Measurement<double>(1, new KeyValuePair<string, object?>("peer", p))), null, "Peers.");

        Assert.Contains("test_peer{peer=\"sg-2\"} 1\n", _collector.Scrape());
        peers.Remove("sg-2");
        Assert.DoesNotContain("sg-2", _collector.Scrape());
    }

    [Fact]
    public void Labels_without_an_end_do_not_eat_the_memory()
    {
        Counter<long> counter = _meter.CreateCounter<long>("test_total", null, "Many.");
        for (int i = 0; i < 3 * MetricFamily.MaximumSeries; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("id", i));
        }

        Assert.Equal(MetricFamily.MaximumSeries, _collector.Scrape().Split("\ntest_total{").Length - 1);
    }

    [Fact]
    public void Another_meter_of_the_same_name_is_not_listened_to()
    {
        using Meter other = new("PrometheusTextFacts");
        other.CreateCounter<long>("other_total", null, "Other.").Add(1);

        Assert.Equal("", _collector.Scrape());
    }

    [Fact]
    public void A_page_with_a_fault_is_caught_by_the_judge()
        => Assert.NotEqual(0, PromTool.Run("# TYPE a counter\na{b=\"c} 1\n", "check", "metrics").Code);
}

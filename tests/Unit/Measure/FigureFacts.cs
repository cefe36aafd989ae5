using Ledger.Testnet.Load;
using Ledger.Testnet.Measure;

namespace Ledger.Tests.Unit.Measure;

/// <summary>What figures are made of: percentiles, medians, slopes.</summary>
public sealed class FigureFacts
{
    [Fact]
    public void A_percentile_is_the_least_latency_that_so_many_do_not_exceed()
    {
        Latencies latencies = new(Enumerable.Range(1, 200).Reverse().Select(i => (double)i));

        Assert.Equal(100, latencies.Percentile(50));
        Assert.Equal(190, latencies.Percentile(95));
        Assert.Equal(198, latencies.Percentile(99));
        Assert.Equal(200, latencies.Max);
        Assert.Equal(1, latencies.Percentile(0));
    }

    [Fact]
    public void One_latency_is_every_percentile_and_none_is_not_a_number()
    {
        Assert.Equal(7, new Latencies([7]).Percentile(99));
        Assert.Equal(7, new Latencies([7]).Percentile(1));
        Assert.True(double.IsNaN(new Latencies([]).Percentile(50)));
    }

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 2, 3 }, 2.5)]
    [InlineData(new double[] { 9 }, 9)]
    public void A_median_is_the_middle_or_the_mean_of_two(double[] values, double median)
        => Assert.Equal(median, Spread.Median(values));

    [Fact]
    public void The_slope_of_a_line_is_its_rise_and_noise_around_a_level_has_none()
    {
        Assert.Equal(2.5, Spread.Slope([.. Enumerable.Range(0, 50).Select(i => ((double)i, 7 + (2.5 * i)))]), 9);
        Assert.Equal(0, Spread.Slope([(0, 1), (1, 2), (2, 1), (1, 0)]), 9);
        Assert.Equal(0, Spread.Slope([]));
        Assert.Equal(0, Spread.Slope([(4, 1), (4, 9)]));
    }
}

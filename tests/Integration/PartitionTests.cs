using Ledger.Testnet.Links;
using Ledger.Testnet.Partition;

namespace Ledger.Tests.Integration;

/// <summary>Shenzhen is cut off Singapore: two validators on each side, and no quorum on either.</summary>
public sealed class PartitionTests
{
    private const long PoolBytes = 2 << 20;

    private static readonly TimeSpan Cut = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(CutMode.Silent)]
    public async Task A_cut_between_regions_stops_commits_says_so_keeps_reads_and_loses_nothing(CutMode mode)
    {
        PartitionReport report = await new PartitionRun(new PartitionPlan(mode, Cut, PoolBytes), _ => { }).RunAsync(default);

        Assert.Empty(report.Faults);
        Assert.True(report.Queued > 0, "nothing was queued in the cut");
        Assert.True(report.RefusedAsFull >= 4, $"{report.RefusedAsFull} submissions met a full pool");
        Assert.True(report.Acknowledged > 0 && report.ReceiptsVerified > 0, "nothing was acknowledged");
    }
}

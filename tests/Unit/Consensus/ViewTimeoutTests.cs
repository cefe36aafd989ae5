using Ledger.Consensus;
using Ledger.Consensus.Timing;
using Ledger.Protocol.Numbers;

namespace Ledger.Tests.Unit.Consensus;

/// <summary>PROTOCOL.md V1: T = min(cap, T0 * 2^max(0, v - v_c - 1)), one doubling less per 16 commits.</summary>
public sealed class ViewTimeoutTests
{
    private readonly ViewTimeout _timeout = new(new ReplicaOptions(BaseTimeoutMs: 1_000, TimeoutCapMs: 30_000));

    [Theory]
    [InlineData(0, 0, 1_000)]
    [InlineData(1, 0, 1_000)]
    [InlineData(2, 0, 2_000)]
    [InlineData(5, 0, 16_000)]
    [InlineData(6, 0, 30_000)]
    [InlineData(6, 4, 2_000)]
    [InlineData(3, 7, 1_000)]
    [InlineData(ulong.MaxValue, 0, 30_000)]
    public void It_doubles_with_each_view_since_the_last_commit_up_to_the_cap(ulong view, ulong lastCommit, ulong expected)
    {
        _timeout.Entered(new View(view), new View(lastCommit));

        Assert.Equal(expected, _timeout.DurationMs);
    }

    [Fact]
    public void Sixteen_commits_take_one_doubling_and_fifteen_none()
    {
        _timeout.Entered(new View(4), View.Zero);

        Commit(15);
        Assert.Equal(8_000UL, _timeout.DurationMs);
        Commit(1);
        Assert.Equal(4_000UL, _timeout.DurationMs);
        Commit(32);
        Assert.Equal(1_000UL, _timeout.DurationMs);
        Commit(16);
        Assert.Equal(1_000UL, _timeout.DurationMs);
    }

    [Fact]
    public void A_view_entered_after_progress_does_not_shorten_what_has_not_decayed()
    {
        _timeout.Entered(new View(4), View.Zero);
        Commit(1);

        _timeout.Entered(new View(5), new View(4));

        Assert.Equal(8_000UL, _timeout.DurationMs);
    }

    private void Commit(int times)
    {
        for (int i = 0; i < times; i++)
        {
            _timeout.Committed();
        }
    }
}

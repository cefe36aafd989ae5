using Ledger.Node.Networking;
using Ledger.Tests.Unit.Timing;

namespace Ledger.Tests.Unit.Networking;

public sealed class PaceFacts
{
    private readonly HandClock _clock = new();

    [Fact]
    public void A_seconds_worth_passes_at_once_and_the_next_waits_its_share()
    {
        Pace pace = new(100, _clock);

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(TimeSpan.Zero, pace.Take(1)));
        Assert.Equal(TimeSpan.FromMilliseconds(10), pace.Take(1));
        Assert.Equal(TimeSpan.FromMilliseconds(20), pace.Take(1));
    }

    [Fact]
    public void A_rest_earns_no_more_than_a_second()
    {
        Pace pace = new(100, _clock);
        pace.Take(100);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.Zero, pace.Take(100));
        Assert.True(pace.Take(100) > TimeSpan.Zero);
    }

    [Fact]
    public void What_is_larger_than_a_seconds_worth_passes_and_is_paid_for_afterwards()
    {
        Pace pace = new(100, _clock);

        Assert.Equal(TimeSpan.FromSeconds(4), pace.Take(500));
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TimeSpan.FromSeconds(1), pace.Take(100));
    }

    [Fact]
    public void Who_is_refused_owes_nothing()
    {
        Pace pace = new(2, _clock);

        Assert.True(pace.TryTake(2));
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.False(pace.TryTake(1)));
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.True(pace.TryTake(1));
        Assert.False(pace.TryTake(1));
    }
}

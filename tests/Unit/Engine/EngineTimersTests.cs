using Ledger.Consensus;
using Ledger.Engine;

namespace Ledger.Tests.Unit.Engine;

public sealed class EngineTimersTests
{
    private readonly EngineTimers _timers = new();

    [Fact]
    public void A_timer_fires_once_when_it_is_due_and_not_before()
    {
        Apply(100, new TimerChange(TimerKind.Progress, 50));

        Assert.Equal(150UL, _timers.DueMs);
        Assert.Null(_timers.TakeDue(149));
        Assert.Equal(TimerKind.Progress, _timers.TakeDue(150));
        Assert.Null(_timers.TakeDue(1_000));
        Assert.Null(_timers.DueMs);
    }

    [Fact]
    public void Arming_again_replaces_and_stopping_removes()
    {
        Apply(100, new TimerChange(TimerKind.Progress, 50), new TimerChange(TimerKind.Progress, 80));
        Assert.Equal(180UL, _timers.DueMs);
        Apply(110, new TimerChange(TimerKind.Progress, null));

        Assert.Null(_timers.DueMs);
        Assert.Null(_timers.TakeDue(ulong.MaxValue));
    }

    [Fact]
    public void The_two_timers_run_beside_each_other()
    {
        Apply(100, new TimerChange(TimerKind.Progress, 50), new TimerChange(TimerKind.Heartbeat, 20));

        Assert.Equal(120UL, _timers.DueMs);
        Assert.Equal(TimerKind.Heartbeat, _timers.TakeDue(120));
        Assert.Equal(150UL, _timers.DueMs);
    }

    [Fact]
    public void Changes_taken_over_are_gone_from_their_list()
    {
        List<TimerChange> changes = [new TimerChange(TimerKind.Progress, 50)];

        _timers.Apply(changes, 0);

        Assert.Empty(changes);
    }

    private void Apply(ulong nowMs, params TimerChange[] changes) => _timers.Apply([.. changes], nowMs);
}

using Ledger.Testnet.Ordeal;

namespace Ledger.Tests.Integration;

/// <summary>The ordeals in short; <c>ledger-testnet ordeal</c> runs them in full.</summary>
public sealed class OrdealTests
{
    [Theory]
    [InlineData(OrdealKind.Blackout, 1, 0)]
    [InlineData(OrdealKind.Adversaries, 1, 6)]
    public async Task Commits_come_back_and_nothing_acknowledged_is_lost(OrdealKind kind, int rounds, int seconds)
    {
        OrdealPlan plan = new(kind, rounds, TimeSpan.FromSeconds(seconds));

        OrdealReport report = await new OrdealRun(plan, _ => { }).RunAsync(default);

        Assert.Empty(report.Faults);
        Assert.Equal(rounds, report.Rounds.Count);
        Assert.All(report.Rounds, round => Assert.True(round.GapMs > 0, $"no receipt after {round.Struck}"));
        Assert.True(report.ReceiptsVerified >= 4 * report.Acknowledged && report.Acknowledged > 0, "nothing was verified");
    }
}

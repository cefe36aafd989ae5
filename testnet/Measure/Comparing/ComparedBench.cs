using Ledger.Testnet.Network;

namespace Ledger.Testnet.Measure.Comparing;

/// <summary>Measures two builds of the node by turns, at the same rate: this, other, this, other.</summary>
/// <remarks>What the machine does beside changes from minute to minute, and so falls on both alike.</remarks>
public sealed class ComparedBench(BenchOptions options, LedgerProgram other, int rounds, Action<string> say)
{
    public async Task<ComparedReport> RunAsync(CancellationToken cancellation)
    {
        double rate = options.Rate ?? await new Bench(options, say).FindRateAsync(cancellation);
        List<BenchReport> mine = [];
        List<BenchReport> others = [];
        for (int round = 1; round <= rounds; round++)
        {
            say($"round {round} of {rounds}, this build");
            mine.Add(await new Bench(options with { Rate = rate }, say).RunAsync(cancellation));
            say($"round {round} of {rounds}, the other build");
            others.Add(await new Bench(options with { Rate = rate, Program = other }, say).RunAsync(cancellation));
        }

        BuildFigures here = BuildFigures.Of(mine);
        BuildFigures there = BuildFigures.Of(others);
        return new ComparedReport(
            here,
            there,
            Math.Round(here.AnchorsPerSecond / there.AnchorsPerSecond, 3),
            Math.Round(here.P99Ms / there.P99Ms, 3),
            Math.Round(here.CpuSeconds / there.CpuSeconds, 3),
            rate,
            options.Commitments,
            options.Seconds,
            rounds,
            options.Manifest.Name,
            mine[0].Commit,
            DateTimeOffset.UtcNow,
            Machine.Current());
    }
}

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>How often a second something is done by one thread: the median round, and the worst and the best.</summary>
/// <param name="Microseconds">For one, at the median rate.</param>
/// <param name="CpuMicroseconds">
/// Processor time of this process for one, the median round: on a machine that has other work it stays what it is, and rates do not.
/// </param>
/// <param name="Counted">How many all rounds did.</param>
public sealed record RateFigures(
    string Name,
    double PerSecond,
    double LeastPerSecond,
    double MostPerSecond,
    double Microseconds,
    double CpuMicroseconds,
    long Counted)
{
    internal static RateFigures Of(string name, IReadOnlyList<OperationRound> rounds)
    {
        double[] rates = [.. rounds.Select(r => r.Units / r.Seconds)];
        double median = Spread.Median(rates);
        return new RateFigures(
            name,
            Math.Round(median, 1),
            Math.Round(rates.Min(), 1),
            Math.Round(rates.Max(), 1),
            Math.Round(1e6 / median, 3),
            Math.Round(Spread.Median(rounds.Select(r => r.CpuSeconds / r.Units * 1e6)), 3),
            rounds.Sum(r => r.Units));
    }
}

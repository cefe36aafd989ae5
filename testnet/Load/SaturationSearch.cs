namespace Ledger.Testnet.Load;

/// <summary>Finds the highest rate a network keeps up with: doubles until it does not, then halves the gap.</summary>
/// <param name="probe">Runs a short load at so many transactions per second.</param>
public sealed class SaturationSearch(Func<double, Task<LoadResult>> probe)
{
    private const int Bisections = 3;
    private const int MaximumDoublings = 16;

    /// <summary>A network that achieves less of what is asked does not keep up.</summary>
    private const double LeastAchieved = 0.95;

    private const double MostP99Ms = 5_000;

    public static bool KeepsUp(LoadResult result)
        => result.Achieved >= LeastAchieved && result.Latencies.Percentile(99) <= MostP99Ms;

    /// <summary>The highest rate found to hold; 0 when not even the first did.</summary>
    public async Task<double> FindAsync(double first)
    {
        double holds = 0;
        double fails = first;
        for (int i = 0; i < MaximumDoublings && KeepsUp(await probe(fails)); i++)
        {
            (holds, fails) = (fails, fails * 2);
        }

        for (int i = 0; i < Bisections; i++)
        {
            double middle = (holds + fails) / 2;
            bool kept = KeepsUp(await probe(middle));
            (holds, fails) = kept ? (middle, fails) : (holds, middle);
        }

        return holds;
    }
}

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>How long something is in its samples: the median, the shortest and the longest; not numbers when there are none.</summary>
/// <param name="Unit">Of what: bytes, characters or hashes.</param>
/// <param name="Samples">How many there are.</param>
public sealed record SizeFigures(string Name, string Unit, double Median, double Least, double Most, int Samples)
{
    internal static SizeFigures Of(string name, string unit, IEnumerable<int> sizes)
    {
        double[] all = [.. sizes.Select(s => (double)s)];
        (double least, double most) = all.Length == 0 ? (double.NaN, double.NaN) : (all.Min(), all.Max());
        return new SizeFigures(name, unit, Spread.Median(all), least, most, all.Length);
    }
}

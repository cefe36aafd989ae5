namespace Ledger.Testnet.Load;

/// <summary>Latencies in milliseconds, all of them kept: percentiles are exact.</summary>
public sealed class Latencies
{
    private readonly double[] _sorted;

    public Latencies(IEnumerable<double> milliseconds)
    {
        _sorted = [.. milliseconds];
        Array.Sort(_sorted);
    }

    public int Count => _sorted.Length;

    public double Max => Percentile(100);

    /// <summary>The least latency that so many percent do not exceed (nearest rank); NaN when there is none.</summary>
    public double Percentile(double percent)
    {
        int rank = (int)Math.Ceiling(percent / 100 * _sorted.Length);
        return _sorted.Length == 0 ? double.NaN : _sorted[Math.Clamp(rank, 1, _sorted.Length) - 1];
    }
}

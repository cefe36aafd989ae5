namespace Ledger.Testnet.Measure;

/// <summary>Figures of repeated measurements.</summary>
public static class Spread
{
    /// <summary>The middle one, or the mean of the two in the middle; NaN of none.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length == 0 ? double.NaN
            : sorted.Length % 2 == 1 ? sorted[half]
            : (sorted[half - 1] + sorted[half]) / 2;
    }

    /// <summary>By how much y grows for each 1 of x: the line of least squares; 0 when all x are the same.</summary>
    public static double Slope(IReadOnlyList<(double X, double Y)> points)
    {
        if (points.Count == 0)
        {
            return 0;
        }

        double meanX = points.Average(p => p.X);
        double meanY = points.Average(p => p.Y);
        double square = points.Sum(p => (p.X - meanX) * (p.X - meanX));
        return square == 0 ? 0 : points.Sum(p => (p.X - meanX) * (p.Y - meanY)) / square;
    }
}

namespace Ledger.Node.Networking;

/// <summary>The pauses between dials: doubling from the first to the longest, each cut at random to 50-100 %.</summary>
/// <remarks>The cut keeps peers that lost each other at the same moment from dialling at the same moment for
/// ever.</remarks>
internal sealed class ReconnectPause(TimeSpan first, TimeSpan most, Random random)
{
    private int _failures;

    public void Reset() => _failures = 0;

    public TimeSpan Next()
    {
        TimeSpan whole = first * Math.Pow(2, _failures);
        if (whole >= most)
        {
            whole = most;
        }
        else
        {
            _failures++;
        }

        return whole * (0.5 + (random.NextDouble() / 2));
    }
}

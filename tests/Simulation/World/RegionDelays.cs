namespace Ledger.Simulation.World;

/// <summary>How long a frame may take, both ends included.</summary>
public readonly record struct DelayRange(ulong LowMs, ulong HighMs);

/// <summary>How far regions are from each other: a range for every pair of them, the same in both directions.</summary>
public sealed class RegionDelays
{
    private readonly DelayRange[,] _ranges;

    private RegionDelays(Func<int, int, DelayRange> choose)
    {
        int regions = SimulatedWorld.Regions.Count;
        _ranges = new DelayRange[regions, regions];
        for (int left = 0; left < regions; left++)
        {
            for (int right = left; right < regions; right++)
            {
                _ranges[left, right] = _ranges[right, left] = choose(left, right);
            }
        }
    }

    public DelayRange this[int left, int right] => _ranges[left, right];

    /// <summary>The longest way between any two.</summary>
    public ulong LongestMs => _ranges.Cast<DelayRange>().Max(r => r.HighMs);

    public static RegionDelays Of(DelayRange near, DelayRange far) => new((left, right) => left == right ? near : far);

    /// <summary>Each region its own network, each pair its own distance: a city away, or a continent.</summary>
    public static RegionDelays Draw(SeededRandom random)
        => new((left, right) => left == right ? new DelayRange(0, random.Between(1, 4))
            : random.Chance(700) ? new DelayRange(2, random.Between(5, 40))
            : new DelayRange(30, random.Between(40, 120)));
}

namespace Ledger.Protocol.Validators;

/// <summary>Says in words what a region policy costs: nothing here is a fault, all of it should be meant.</summary>
/// <remarks>PROTOCOL.md section 1: surviving any f faults needs count - minimum >= f in every region.</remarks>
public static class GenesisWarnings
{
    public static IReadOnlyList<string> Of(ValidatorSet set)
    {
        List<string> warnings = [];
        if (set.Faults == 0)
        {
            warnings.Add($"{set.Size} validators tolerate no fault: four are the fewest that tolerate one.");
        }

        foreach (RegionMinimum minimum in set.Minimums)
        {
            warnings.AddRange(OfRegion(set, minimum));
        }

        return warnings;
    }

    private static IEnumerable<string> OfRegion(ValidatorSet set, RegionMinimum minimum)
    {
        int count = set.Validators.Count(v => v.Region == minimum.Region);
        int spare = count - minimum.Minimum;
        if (spare < set.Faults)
        {
            yield return $"Region {minimum.Region} has {count} of {set.Size} validators, "
                + $"and every quorum needs {minimum.Minimum}: the chain stops when {spare + 1} of them fail, though f is {set.Faults}.";
        }

        if (minimum.Minimum == 1 && set.Faults > 0)
        {
            yield return $"Region {minimum.Region} has minimum 1: one corrupt validator there speaks for it.";
        }

        if (minimum.Minimum == 0)
        {
            yield return $"Region {minimum.Region} has minimum 0: the other regions may commit without it.";
        }
    }
}

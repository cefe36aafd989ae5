using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Checkpoints;

/// <summary>Makes of a validator set the policy by which strangers judge its checkpoints.</summary>
/// <remarks>
/// Cosignatures follow the commit, so f+1 of them suffice: one is of an honest validator, which had the block final. The jurisdiction
/// quorum stays visible by a group for each region, of which all are needed. A name may stand in one group only, so "f+1 of all, and so
/// many of each" cannot be written directly. Thresholds k are chosen with minimum ≤ k ≤ n - f in each region, as far as there are such
/// numbers, and together at least f+1: then any f may be silent. A region whose minimum is 0 need not sign; its validators fill up what
/// the others lack to f+1.
/// </remarks>
public static class RegionPolicy
{
    /// <summary>Name of the group that the quorum is; no region's code has small letters.</summary>
    public const string AllRegions = "all-regions";

    private const string Elsewhere = "elsewhere";

    /// <summary>Of the validators of one epoch.</summary>
    /// <param name="suite">Ed25519, or SM2: then the policy has no log, and whoever asks names it.</param>
    public static TlogPolicy Of(EpochConfiguration epoch, SuiteId suite)
        => Of(
            [.. epoch.Validators.Minimums.Select(m => RegionOf(epoch, m)).Where(r => r.Members.Count > 0)], epoch.Validators.Faults, suite);

    /// <param name="regions">Of the whole set, each with at least one validator.</param>
    /// <param name="faults">f of the set.</param>
    /// <param name="suite">Ed25519, or SM2: then the policy has no log, and whoever asks names it.</param>
    public static TlogPolicy Of(IReadOnlyList<PolicyRegion> regions, int faults, SuiteId suite)
    {
        PolicyRegion[] needed = [.. regions.Where(r => r.Minimum > 0)];
        PolicyRegion[] others = [.. regions.Where(r => r.Minimum == 0)];
        int[] thresholds = Thresholds(needed, faults);
        int missing = faults + 1 - thresholds.Sum();
        List<PolicyGroup> groups = [.. needed.Select((r, i) => new PolicyGroup(r.Region.Code, thresholds[i], NamesOf(r)))];
        if (missing > 0)
        {
            groups.Add(new PolicyGroup(Elsewhere, missing, [.. others.SelectMany(NamesOf)]));
        }

        groups.Add(new PolicyGroup(AllRegions, groups.Count, [.. groups.Select(g => g.Name)]));
        return new TlogPolicy(
            suite == SuiteId.Sm2 ? [] : [.. regions.SelectMany(r => r.Members).Select(m => m.Log)],
            [.. regions.SelectMany(r => r.Members.Zip(NamesOf(r), (m, name) => new PolicyWitness(name, KeyOf(m, suite))))],
            groups,
            AllRegions);
    }

    private static PolicyRegion RegionOf(EpochConfiguration epoch, RegionMinimum region)
        => new(region.Region, region.Minimum,
        [
            .. epoch.Validators.Validators.Where(v => v.Region == region.Region).Select(v => CosignerKeys.Of(
                epoch.ChainId, v.Name, v.CosigningKeys.Ed25519.Span, v.CosigningKeys.Sm2.Span)),
        ]);

    /// <summary>Starts at the minimums, then raises where most are spare: first where f may still be silent, then anywhere.</summary>
    private static int[] Thresholds(PolicyRegion[] regions, int faults)
    {
        int[] thresholds = [.. regions.Select(r => r.Minimum)];
        foreach (int silent in (int[])[faults, 0])
        {
            while (thresholds.Sum() <= faults && Roomiest(regions, thresholds, silent) is { } at)
            {
                thresholds[at]++;
            }
        }

        return thresholds;
    }

    private static int? Roomiest(PolicyRegion[] regions, int[] thresholds, int silent)
    {
        int Room(int i) => regions[i].Members.Count - silent - thresholds[i];
        int[] open = [.. Enumerable.Range(0, regions.Length).Where(i => Room(i) > 0)];
        return open.Length == 0 ? null : open.MaxBy(Room);
    }

    /// <summary>The region's code and a slash before the end of the key's name, so that no witness is called like a group.</summary>
    private static string[] NamesOf(PolicyRegion region)
        => [.. region.Members.Select(m => $"{region.Region.Code}/{m.Ed25519.Name[(m.Log.Name.Length + 1)..]}")];

    private static NoteKey KeyOf(CosignerKeys keys, SuiteId suite) => suite switch
    {
        SuiteId.Ed25519 => keys.Ed25519,
        SuiteId.Sm2 => keys.Sm2,
        _ => throw new ArgumentOutOfRangeException(nameof(suite), suite, "Nobody cosigns with this suite."),
    };
}

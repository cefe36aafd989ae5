namespace Ledger.Testnet.Load.Mixed;

/// <summary>How often each kind of call is due in a second: an open loop, evenly spaced within a kind.</summary>
/// <remarks>The default is about a third of what the demo network commits on two cores, with reads beside it.</remarks>
public sealed record MixedPlan(IReadOnlyDictionary<MixedKind, double> PerSecond)
{
    public static MixedPlan Default { get; } = new(new Dictionary<MixedKind, double>
    {
        [MixedKind.Submit1] = 20,
        [MixedKind.Submit64] = 10,
        [MixedKind.Submit4096] = 3,
        [MixedKind.Receipt] = 40,
        [MixedKind.Check] = 20,
        [MixedKind.Status] = 4,
    });

    public double AnchorsPerSecond => PerSecond.Sum(k => k.Value * Commitments(k.Key));

    public MixedPlan Times(double factor)
        => new(PerSecond.ToDictionary(k => k.Key, k => k.Value * factor));

    /// <summary>How many commitments a kind submits; 0 for a read.</summary>
    public static int Commitments(MixedKind kind) => kind switch
    {
        MixedKind.Submit1 => 1,
        MixedKind.Submit64 => 64,
        MixedKind.Submit4096 => 4096,
        _ => 0,
    };
}

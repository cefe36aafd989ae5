using Ledger.Testnet.Load.Mixed;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Soak;

/// <summary>How long the honest clients are alone, and how long not.</summary>
/// <param name="WarmUp">At first, and again after the hostile client has come: counts for nothing.</param>
public sealed record SoakPlan(
    Manifest Manifest, MixedPlan Load, TimeSpan WarmUp, TimeSpan Quiet, TimeSpan Hostile, TimeSpan SampleEvery)
{
    /// <summary>The hostile client does only what contains this in its name; all when empty.</summary>
    public string Only { get; init; } = "";

    /// <summary>
    /// A run of so many minutes: a third of it, at most five minutes, is quiet; without a hostile client all of it.
    /// </summary>
    public static SoakPlan Of(Manifest manifest, MixedPlan load, TimeSpan length, bool hostile)
    {
        TimeSpan warmUp = TimeSpan.FromSeconds(Math.Min(30, length.TotalSeconds / 10));
        TimeSpan quiet = hostile ? TimeSpan.FromMinutes(Math.Min(5, length.TotalMinutes / 3)) : length - warmUp;
        TimeSpan rest = hostile ? length - (2 * warmUp) - quiet : TimeSpan.Zero;
        return new SoakPlan(
            manifest, load, warmUp, quiet, rest, TimeSpan.FromSeconds(Math.Min(10, length.TotalSeconds / 30)));
    }

    public bool HasHostile => Hostile > TimeSpan.Zero;

    /// <summary>When the quiet window ends, from the start of the load.</summary>
    public TimeSpan QuietEnd => WarmUp + Quiet;

    /// <summary>When the hostile window begins: its first moments are of new connections and compiled code.</summary>
    public TimeSpan HostileStart => QuietEnd + (HasHostile ? WarmUp : TimeSpan.Zero);

    public TimeSpan End => HostileStart + Hostile;
}

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>All that was measured of a log of one size.</summary>
/// <param name="Leaves">Of the log, the genesis leaf among them.</param>
/// <param name="StatusEntries">Statuses in the authenticated map: as many as leaves, or as many as the bounds let in.</param>
/// <param name="StatusSeconds">What taking them up took, 262,144 at a time.</param>
/// <param name="PeakMib">Largest resident memory of this process so far.</param>
/// <param name="Load">Load average of the last minute, before and after the rounds.</param>
public sealed record ProofsColumn(
    ulong Leaves,
    BuildFigures Build,
    IReadOnlyList<RateFigures> Rates,
    IReadOnlyList<SizeFigures> Sizes,
    int StatusEntries,
    double StatusSeconds,
    double PeakMib,
    IReadOnlyList<double> Load);

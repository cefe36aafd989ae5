namespace Ledger.Testnet.Measure.Proofs;

/// <summary>What is measured of proofs, and its bounds.</summary>
/// <param name="Leaves">Sizes of the logs, ascending.</param>
/// <param name="Rounds">Rounds of each operation that count, and most builds of each log.</param>
/// <param name="Round">Length of one round of one operation.</param>
/// <param name="MostEntries">Most statuses in the authenticated map, which is in memory.</param>
/// <param name="Seed">Of keys, salts, documents and of what is drawn.</param>
/// <param name="Samples">Proofs made beforehand of each kind, for verifying and for their sizes.</param>
public sealed record ProofsOptions(
    IReadOnlyList<ulong> Leaves, int Rounds, TimeSpan Round, int MostEntries, ulong Seed, int Samples = 256)
{
    /// <summary>A log is built again only while all its builds together took less.</summary>
    public static TimeSpan BuildPatience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>The map takes no further statuses after this: the column says how many it has.</summary>
    public static TimeSpan MapPatience { get; } = TimeSpan.FromSeconds(300);
}

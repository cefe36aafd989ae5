using System.Text.Json;

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>Proofs at several sizes of the log, measured in one run.</summary>
/// <param name="Rounds">Of each operation; figures are medians over them.</param>
/// <param name="SecondsPerRound">Of one operation.</param>
/// <param name="Samples">Proofs that were made beforehand of each kind.</param>
public sealed record ProofsReport(
    IReadOnlyList<ProofsColumn> Columns,
    int Rounds,
    double SecondsPerRound,
    int Samples,
    int LeavesPerBlock,
    int MostStatusEntries,
    ulong Seed,
    double Seconds,
    string Commit,
    DateTimeOffset Time,
    Machine Machine)
{
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Options) + "\n";

    /// <summary>A row for each quantity, a column for each size (Markdown).</summary>
    public string ToTable() => ProofsTable.Write(this);
}

using System.Text.Json;
using Ledger.Testnet.Measure;

namespace Ledger.Testnet.Ordeal;

/// <summary>What an ordeal did to the clients, and every promise that it broke.</summary>
/// <param name="BaseTimeoutMs">T0: how long a view may go without progress.</param>
/// <param name="GapP50Ms">Of the rounds' gaps; with a restart among them, its start-up is in it.</param>
/// <param name="Acknowledged">Transactions that ended with a receipt; each was verified as it came.</param>
/// <param name="LatencyP50Ms">From when a transaction was due at an honest node to its receipt.</param>
/// <param name="ReceiptsVerified">Receipts of them fetched from all honest nodes afterwards, and verified offline.</param>
/// <param name="Unanswered">Submissions without a receipt, by the name of the failure: their node was down, or lied.</param>
/// <param name="View">The highest view at the end: how many primaries were left.</param>
/// <param name="Misbehaviors">Pairs of statements that no honest validator signs, as the honest nodes counted them.</param>
/// <param name="Faults">What must not be; empty when all held.</param>
public sealed record OrdealReport(
    OrdealKind Kind,
    string Manifest,
    ulong BaseTimeoutMs,
    IReadOnlyList<OrdealRound> Rounds,
    double GapP50Ms,
    double GapP90Ms,
    double GapMaxMs,
    int Acknowledged,
    double LatencyP50Ms,
    double LatencyP99Ms,
    int ReceiptsVerified,
    IReadOnlyDictionary<string, int> Unanswered,
    ulong Height,
    ulong View,
    long Misbehaviors,
    IReadOnlyList<string> Faults,
    string Commit,
    DateTimeOffset Time,
    Machine Machine)
{
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Options) + "\n";
}

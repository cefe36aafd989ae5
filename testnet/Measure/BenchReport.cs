using System.Text.Json;

namespace Ledger.Testnet.Measure;

/// <summary>What a bench measured, under the names of its JSON form. METHOD.md says what each means.</summary>
/// <param name="FlushMsP50">Median of one journal flush, of the node whose median is the middle one.</param>
/// <param name="FlushCount">Journal flushes of all nodes during the run.</param>
/// <param name="ReceiptsVerified">Receipts verified while the load ran.</param>
/// <param name="IndexedSample">Commitments looked up after the run.</param>
/// <param name="IndexedOnAll">Of those, the ones that every node found, with a receipt that verified.</param>
/// <param name="CpuSeconds">Processor time of the nodes together, during the run.</param>
/// <param name="BytesOnDiskPerAnchor">Growth of one node's data, per anchor.</param>
/// <param name="NodeVersion">What the nodes call their version, with the commit they were built from.</param>
/// <param name="Failures">Transactions without a receipt, by reason.</param>
public sealed record BenchReport(
    double AnchorsPerSecond,
    double TransactionsPerSecond,
    double AskedTransactionsPerSecond,
    int Commitments,
    double Seconds,
    CommitLatency CommitLatencyMs,
    double FlushMsP50,
    ulong FlushCount,
    int ReceiptsVerified,
    int IndexedSample,
    int IndexedOnAll,
    double CpuSeconds,
    double BytesOnDiskPerAnchor,
    int TransactionsFailed,
    IReadOnlyDictionary<string, int> Failures,
    bool RateWasSearched,
    string Manifest,
    string Commit,
    string NodeVersion,
    DateTimeOffset Time,
    Machine Machine)
{
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Options) + "\n";
}

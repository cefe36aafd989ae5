using System.Text.Json;
using Ledger.Testnet.Links;
using Ledger.Testnet.Measure;

namespace Ledger.Testnet.Partition;

/// <summary>What a cut between two regions did, and every promise that it broke.</summary>
/// <param name="HeightInCut">Where the four stood while cut.</param>
/// <param name="CauseNamedMs">From the cut until the last of the four named the cause.</param>
/// <param name="Acknowledged">Trickled transactions that ended with a receipt, cut or not.</param>
/// <param name="Queued">Transactions taken in while cut, without waiting, until the pools were full.</param>
/// <param name="RefusedAsFull">Submissions that were answered POOL_FULL.</param>
/// <param name="FirstCommitMs">From healing to the first block that any of the four committed.</param>
/// <param name="DrainedMs">From healing until nothing waited at any node.</param>
/// <param name="ReceiptsVerified">Receipts fetched from all four nodes afterwards and verified offline.</param>
/// <param name="Faults">What must not be; empty when all held.</param>
public sealed record PartitionReport(
    CutMode Mode,
    double CutSeconds,
    ulong HeightInCut,
    long CauseNamedMs,
    int Acknowledged,
    int Queued,
    int RefusedAsFull,
    long FirstCommitMs,
    long DrainedMs,
    int ReceiptsVerified,
    IReadOnlyList<string> Faults)
{
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Options) + "\n";
}

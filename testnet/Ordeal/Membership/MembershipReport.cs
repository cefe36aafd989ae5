using System.Globalization;
using System.Text.Json;
using Ledger.Testnet.Measure;

namespace Ledger.Testnet.Ordeal;

/// <summary>What a consortium's changes and losses cost its clients, and every promise that was broken.</summary>
/// <param name="Acknowledged">Transactions that ended with a receipt.</param>
/// <param name="VerifiedFromGenesis">Receipts of them, as they were handed out, that verify by the genesis and the set changes.</param>
/// <param name="VerifiedFromPin">The same by the last set's hash and the set changes.</param>
/// <param name="VerifiedAtMembers">Receipts of all of them, fetched afterwards from every member, and verified.</param>
/// <param name="LightClient">What a light client, begun before the first change, says of following all headers to the last.</param>
/// <param name="Unanswered">Submissions without a receipt, by the name of the failure: their node was down.</param>
/// <param name="Faults">What must not be; empty when all held.</param>
public sealed record MembershipReport(
    string Manifest,
    double TransactionsPerSecond,
    IReadOnlyList<ChangedSet> Changes,
    IReadOnlyList<LostState> Losses,
    IReadOnlyList<OrderedReturn> Orders,
    IReadOnlyList<RestoredBackup> Backups,
    int Acknowledged,
    double LatencyP50Ms,
    double LatencyP99Ms,
    int VerifiedFromGenesis,
    int VerifiedFromPin,
    int VerifiedAtMembers,
    string LightClient,
    IReadOnlyDictionary<string, int> Unanswered,
    ulong Height,
    uint Epoch,
    long Misbehaviors,
    double Seconds,
    IReadOnlyList<string> Faults,
    string Commit,
    DateTimeOffset Time,
    Machine Machine)
{
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Options) + "\n";

    /// <summary>For people, one line for each change, loss, order and backup.</summary>
    public string ToTable() => string.Join('\n',
    [
        $"{"change",-32} {"down",-6} {"epoch",5} {"view",4} {"block interval",14} {"pause",9} {"to epoch",9} {"empty",5}",
        .. Changes.Select(c => $"{c.Change,-32} {c.Down,-6} {c.Epoch,5} {c.View,4} {Ms(c.IntervalMs),14} {Ms(c.PauseMs),9} "
            + $"{Ms(c.ToEpochMs),9} {c.EmptyBlocks,5}"),
        "",
        $"{"back",-6} {"epoch",5} {"block interval",14} {"pause",9} {"to voting",10}  what happened",
        .. Losses.Select(l => $"{l.Validator,-6} {l.Epoch,5} {Ms(l.IntervalMs),14} {Ms(l.PauseMs),9} {Ms(l.ToVotingMs),10}  "
            + $"{l.Loss}; {l.Said}"),
        "",
        $"{"ordered",-15} {"epoch",5} {"impossible",10} {"operators",9} {"commit",9} {"to voting",10} {"pause",9}  what happened",
        .. Orders.Select(o => $"{o.Validators,-15} {o.Epoch,5} {Ms(o.ToSaidMs),10} {Ms(o.OperatorsMs),9} {Ms(o.ToCommitMs),9} "
            + $"{Ms(o.ToVotingMs),10} {Ms(o.PauseMs),9}  {o.Loss}; {o.Said}"),
        "",
        $"{"backup",-6} {"height",6} {"bytes",9} {"backup",9} {"restore",9} {"behind",6} {"acknowledged since",18}",
        .. Backups.Select(b => $"{b.Validator,-6} {b.Height,6} {b.Bytes,9} {Ms(b.BackupMs),9} {Ms(b.RestoreMs),9} {b.BlocksBehind,6} "
            + $"{b.AcknowledgedSince,18}"),
        "",
    ]);

    private static string Ms(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.#} ms");
}

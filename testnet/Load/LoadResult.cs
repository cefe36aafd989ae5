namespace Ledger.Testnet.Load;

/// <summary>What became of every transaction of a load.</summary>
/// <param name="Failures">How often each refusal or failure was met, by its name.</param>
public sealed record LoadResult(
    LoadPlan Plan,
    PreparedTransaction[] Transactions,
    CallResult[] Results,
    IReadOnlyDictionary<string, int> Failures)
{
    /// <summary>Transactions whose receipt came inside the measured window, for each second of it.</summary>
    /// <remarks>
    /// No more than asked for: what piled up before the window and was worked off inside it is not its own.
    /// </remarks>
    public double TransactionsPerSecond
        => Math.Min(
            Plan.TransactionsPerSecond,
            Results.Count(r => r.End == CallEnd.Committed && Plan.IsMeasured(r.Completed))
                / Plan.Measured.TotalSeconds);

    public double AnchorsPerSecond => TransactionsPerSecond * Plan.Commitments;

    /// <summary>What was achieved of what was asked for.</summary>
    public double Achieved => TransactionsPerSecond / Plan.TransactionsPerSecond;

    /// <summary>From when a transaction was due to its receipt, for all that were due in the measured window.</summary>
    public Latencies Latencies => new(
        Results.Index()
            .Where(r => r.Item.End == CallEnd.Committed && Plan.IsMeasured(Plan.DueAt(r.Index)))
            .Select(r => (r.Item.Completed - Plan.DueAt(r.Index)).TotalMilliseconds));

    public int Count(CallEnd end) => Results.Count(r => r.End == end);

    /// <summary>Every transaction that was acknowledged with a receipt, with its block.</summary>
    public IEnumerable<(PreparedTransaction Transaction, CallResult Result)> Acknowledged
        => Transactions.Zip(Results).Where(p => p.Second.End == CallEnd.Committed);
}

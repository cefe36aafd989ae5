using System.Diagnostics;

namespace Ledger.Testnet.Load;

/// <summary>A load under way: its clock, and a place for what becomes of each transaction.</summary>
internal sealed record LoadRun(LoadPlan Plan, PreparedTransaction[] Transactions, long StartedAt)
{
    public CallResult[] Results { get; } = new CallResult[Transactions.Length];

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(StartedAt);
}

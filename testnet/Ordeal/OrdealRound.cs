using Ledger.Testnet.Load;

namespace Ledger.Testnet.Ordeal;

/// <summary>One blow, and how long the clients were without an answer because of it.</summary>
/// <param name="Struck">Who was hit.</param>
/// <param name="AtMs">When, since the load began.</param>
/// <param name="WholeMs">From the blow until all were there again and at the same height as the others.</param>
/// <param name="BackMs">From the restart or the SIGCONT until then; 0 where nobody was away.</param>
/// <param name="GapMs">The longest time in the round in which no client anywhere got a receipt.</param>
public sealed record OrdealRound(string Struck, long AtMs, long WholeMs, long BackMs, long GapMs = 0)
{
    /// <summary>The same round, with its gap as the receipts of the load show it.</summary>
    public OrdealRound Within(LoadResult load)
    {
        double[] receipts =
        [
            .. load.Results.Where(r => r.End == CallEnd.Committed).Select(r => r.Completed.TotalMilliseconds)
                .Where(at => at > AtMs).Order(),
        ];
        double last = AtMs;
        double gap = 0;
        foreach (double at in receipts.TakeWhile(_ => last < AtMs + WholeMs))
        {
            gap = Math.Max(gap, at - last);
            last = at;
        }

        return this with { GapMs = (long)gap };
    }
}

using Ledger.Client.V1;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Stages;

/// <summary>Puts a network under load, everything prepared before the clock starts.</summary>
public static class Loading
{
    /// <param name="perturb">Runs beside the load, such as a kill in its middle; the result waits for it.</param>
    /// <param name="endsWithPerturb">Nothing more is sent once <paramref name="perturb"/> has ended.</param>
    /// <param name="nodes">Whom it is sent to; null for all.</param>
    public static async Task<LoadResult> RunAsync(
        TestNetwork network,
        LoadPlan plan,
        IReceiptSink receipts,
        CancellationToken cancellation,
        Func<CancellationToken, Task>? perturb = null,
        bool endsWithPerturb = false,
        IReadOnlyList<ValidatorNode>? nodes = null)
    {
        StatusResponse head = await network.Running.First().StatusAsync(cancellation);
        using TransactionFactory factory = new(network.Genesis, network.Issuers[0]);
        PreparedTransaction[] transactions = factory.Prepare(plan.Transactions, plan.Commitments, head.Height);
        using LoadGenerator generator = new(nodes ?? network.Nodes, receipts);
        using CancellationTokenSource sending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<LoadResult> load = generator.RunAsync(plan, transactions, sending.Token);
        await (perturb?.Invoke(cancellation) ?? Task.CompletedTask);
        if (endsWithPerturb)
        {
            await sending.CancelAsync();
        }

        return await load;
    }
}

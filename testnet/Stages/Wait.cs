using Ledger.Client.V1;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Stages;

/// <summary>Waits for something of a running network to be so, by asking again and again.</summary>
public static class Wait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <exception cref="TimeoutException">It was not so in time; the message says what was waited for.</exception>
    public static async Task UntilAsync(
        string what, TimeSpan patience, CancellationToken cancellation, Func<Task<bool>> isSo)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        while (!await isSo())
        {
            cancellation.ThrowIfCancellationRequested();
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited {patience.TotalSeconds:0} s for {what}, in vain.");
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Waits until some running node has committed a height.</summary>
    public static Task UntilHeightAsync(
        TestNetwork network, ulong height, TimeSpan patience, CancellationToken cancellation)
        => UntilAsync($"height {height}", patience, cancellation, async () =>
            (await StatusesAsync(network, cancellation)).Any(s => s.Height >= height));

    /// <summary>Waits until every running node is at the same head, and gives their statuses.</summary>
    public static async Task<StatusResponse[]> UntilHeadsAgreeAsync(
        TestNetwork network, TimeSpan patience, CancellationToken cancellation)
    {
        StatusResponse[] all = [];
        await UntilAsync("the heads to agree", patience, cancellation, async () =>
        {
            all = await StatusesAsync(network, cancellation);
            return all.Length == network.Running.Count()
                && all.DistinctBy(s => (s.Height, s.HeadHash, s.StateRoot, s.LogSize)).Count() == 1;
        });
        return all;
    }

    /// <summary>Waits until no running node holds a transaction or a batch that is not committed.</summary>
    public static Task UntilDrainedAsync(TestNetwork network, TimeSpan patience, CancellationToken cancellation)
        => UntilAllAsync(
            "the pools to drain",
            network,
            s => s is { PoolTransactions: 0, PoolBytes: 0 },
            patience,
            cancellation);

    /// <summary>Waits until every running node can find every anchor of its log by commitment.</summary>
    public static Task UntilIndexedAsync(TestNetwork network, TimeSpan patience, CancellationToken cancellation)
        => UntilAllAsync(
            "the indexes to catch up", network, s => s.IndexWatermark == s.LogSize, patience, cancellation);

    private static Task UntilAllAsync(
        string what,
        TestNetwork network,
        Func<StatusResponse, bool> isSo,
        TimeSpan patience,
        CancellationToken cancellation)
        => UntilAsync(what, patience, cancellation, async () =>
        {
            StatusResponse[] all = await StatusesAsync(network, cancellation);
            return all.Length == network.Running.Count() && all.All(isSo);
        });

    /// <summary>The statuses of the running nodes that answer.</summary>
    private static async Task<StatusResponse[]> StatusesAsync(TestNetwork network, CancellationToken cancellation)
    {
        StatusResponse?[] all = await Task.WhenAll(network.Running.Select(n => n.TryStatusAsync(cancellation)));
        return [.. all.OfType<StatusResponse>()];
    }
}

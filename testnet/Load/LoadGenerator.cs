using System.Collections.Concurrent;
using System.Diagnostics;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Load;

/// <summary>
/// Sends prepared transactions when they are due, to its nodes in turn, however slow the answers are.
/// </summary>
/// <remarks>
/// One thread does the sending and waits for nothing but the clock. A call ends when the committed receipt is there.
/// METHOD.md says why. Disposing closes the connections.
/// </remarks>
public sealed class LoadGenerator : IDisposable
{
    /// <summary>Most calls that wait for an answer; what is due beyond is counted as dropped.</summary>
    public const int MaximumInFlight = 16_384;

    /// <summary>Most bytes of transactions that wait for an answer.</summary>
    public const long MaximumBytesInFlight = 512L << 20;

    private const int ClientsPerNode = 2;

    private readonly LedgerRpcClient[] _clients;
    private readonly int _nodes;
    private readonly IReceiptSink _receipts;
    private readonly ConcurrentDictionary<string, int> _failures = [];
    private long _bytesInFlight;
    private int _inFlight;

    public LoadGenerator(IReadOnlyList<ValidatorNode> nodes, IReceiptSink receipts)
    {
        _nodes = nodes.Count;
        _receipts = receipts;
        _clients = [.. Enumerable.Range(0, ClientsPerNode).SelectMany(_ => nodes)
            .Select(n => new LedgerRpcClient(n.GrpcAddress, n.Trust))];
    }

    /// <summary>Runs a load to its end: until its last call is answered or has failed.</summary>
    /// <remarks>Cancelling ends the sending; calls on their way end as they do.</remarks>
    public async Task<LoadResult> RunAsync(
        LoadPlan plan, PreparedTransaction[] transactions, CancellationToken cancellation)
    {
        LoadRun run = new(plan, transactions, Stopwatch.GetTimestamp());
        TaskCompletionSource<Task[]> sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread sender = new(() => sent.SetResult(SendAll(run, cancellation))) { IsBackground = true, Name = "sender" };
        sender.Start();
        await Task.WhenAll(await sent.Task);
        return new LoadResult(plan, transactions, run.Results, new Dictionary<string, int>(_failures));
    }

    public void Dispose()
    {
        foreach (LedgerRpcClient client in _clients)
        {
            client.Dispose();
        }
    }

    private Task[] SendAll(LoadRun run, CancellationToken cancellation)
    {
        List<Task> calls = new(run.Transactions.Length);
        for (int i = 0; i < run.Transactions.Length && !cancellation.IsCancellationRequested; i++)
        {
            WaitUntilDue(run, i);
            if (!TryReserve(run.Transactions[i].Bytes.Length))
            {
                run.Results[i] = new CallResult(CallEnd.Dropped, run.Elapsed, 0, i % _nodes);
                continue;
            }

            calls.Add(SendAsync(run, i));
        }

        return [.. calls];
    }

    private static void WaitUntilDue(LoadRun run, int transaction)
    {
        TimeSpan wait = run.Plan.DueAt(transaction) - run.Elapsed;
        if (wait > TimeSpan.Zero)
        {
            Thread.Sleep(wait);
        }
    }

    private bool TryReserve(int bytes)
    {
        bool fits = Volatile.Read(ref _inFlight) < MaximumInFlight
            && Volatile.Read(ref _bytesInFlight) + bytes <= MaximumBytesInFlight;
        if (fits)
        {
            Interlocked.Increment(ref _inFlight);
            Interlocked.Add(ref _bytesInFlight, bytes);
        }

        return fits;
    }

    private async Task SendAsync(LoadRun run, int i)
    {
        PreparedTransaction transaction = run.Transactions[i];
        (CallEnd end, ulong height) = await CallAsync(
            _clients[i % _clients.Length], transaction, run.Plan.Deadline);
        run.Results[i] = new CallResult(end, run.Elapsed, height, i % _nodes);
        Interlocked.Decrement(ref _inFlight);
        Interlocked.Add(ref _bytesInFlight, -transaction.Bytes.Length);
    }

    private async Task<(CallEnd End, ulong Height)> CallAsync(
        LedgerRpcClient client, PreparedTransaction transaction, TimeSpan deadline)
    {
        try
        {
            SubmitResponse answer = await client.SubmitAsync(
                transaction.Bytes, waitForReceipt: true, deadline: deadline);
            if (answer.Outcome != Outcome.Anchored || answer.Receipt.IsEmpty)
            {
                Count($"{answer.Outcome}");
                return (CallEnd.NotAnchored, answer.Height);
            }

            _receipts.Hear(transaction, answer.Receipt.Span);
            return (CallEnd.Committed, answer.Height);
        }
        catch (LedgerRpcException refusal)
        {
            Count(refusal.Code ?? $"{refusal.Status}");
            return (refusal.Code is null ? CallEnd.Failed : CallEnd.Refused, 0);
        }
    }

    private void Count(string failure) => _failures.AddOrUpdate(failure, 1, (_, count) => count + 1);
}

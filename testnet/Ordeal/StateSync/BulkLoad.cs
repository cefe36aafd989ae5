using System.Collections.Concurrent;
using System.Diagnostics;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Ordeal;

/// <summary>Fills a log as fast as the network takes it: so many calls are under way, each waiting for its receipt.</summary>
/// <remarks>A closed loop: its rate is what the network can, and says nothing of latency. One leaf of each transaction is kept.</remarks>
internal sealed class BulkLoad(TestNetwork network, Action<string> say, CancellationToken cancellation)
{
    private const int CallsOfFull = 48;
    private const int CallsOfSingle = 512;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<AnchoredLeaf> _kept = [];
    private readonly Stopwatch _clock = new();
    private long _anchored;
    private long _refused;
    private long _head;
    private int _started;

    /// <summary>In the order of the log.</summary>
    public AnchoredLeaf[] Kept => [.. _kept.OrderBy(k => k.Leaf)];

    public double Seconds => Math.Round(_clock.Elapsed.TotalSeconds, 1);

    public long Anchored => Interlocked.Read(ref _anchored);

    /// <summary>Submissions that a full pool refused, and that were made again.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    public async Task RunAsync(StateSyncPlan plan)
    {
        _clock.Start();
        using TransactionFactory factory = new(network.Genesis, network.Issuers[0]);
        await RunAsync(factory, plan.FullTransactions, StateSyncPlan.FullTransaction, CallsOfFull);
        say($"{Anchored} anchors after {Seconds} s");
        await RunAsync(factory, plan.Singles, 1, CallsOfSingle);
        _clock.Stop();
        say($"{Anchored} anchors after {Seconds} s, {Refused} submissions made again");
    }

    private async Task RunAsync(TransactionFactory factory, int transactions, int commitments, int calls)
    {
        _started = 0;
        await Task.WhenAll(Enumerable.Range(0, calls).Select(i => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref _started) <= transactions)
            {
                await AnchorAsync(network.Nodes[i % network.Genesis.Validators.Size], factory, commitments);
            }
        })));
    }

    private async Task AnchorAsync(ValidatorNode node, TransactionFactory factory, int commitments)
    {
        while (true)
        {
            PreparedTransaction made = factory.Make(commitments, (ulong)Interlocked.Read(ref _head));
            try
            {
                SubmitResponse answer = await node.Client.SubmitAsync(made.Bytes, waitForReceipt: true, Deadline, cancellation);
                Keep(made, answer, commitments);
                return;
            }
            catch (LedgerRpcException refusal) when (refusal.Code is not null)
            {
                Interlocked.Increment(ref _refused);
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    private void Keep(PreparedTransaction made, SubmitResponse answer, int commitments)
    {
        if (answer.Outcome != Outcome.Anchored)
        {
            throw new InvalidOperationException($"{made.Id} was not anchored: {answer.Outcome}");
        }

        int leaf = Random.Shared.Next(commitments);
        _kept.Enqueue(new AnchoredLeaf(answer.FirstLeaf + (ulong)leaf, made.Id, (uint)leaf, new(made.Commitment(leaf))));
        Interlocked.Add(ref _anchored, commitments);
        Interlocked.Exchange(ref _head, (long)answer.Height);
    }
}

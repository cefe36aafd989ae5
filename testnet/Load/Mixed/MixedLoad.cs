using System.Collections.Concurrent;
using System.Diagnostics;
using Ledger.Client;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Load.Mixed;

/// <summary>Honest clients: submissions of all sizes, receipts, checks, statuses and watches, each when it is due.</summary>
/// <remarks>An open loop, as METHOD.md says; one thread sends, all nodes in turn.</remarks>
public sealed class MixedLoad : IDisposable
{
    /// <summary>Most calls that wait for an answer; what is due beyond has failed as DROPPED.</summary>
    public const int MaximumInFlight = 4_096;

    private readonly TestNetwork _network;
    private readonly MixedPlan _plan;
    private readonly TransactionFeed _feed;
    private readonly MixedCalls _calls;
    private readonly ConcurrentQueue<MixedSample> _samples = [];
    private readonly ConcurrentQueue<string> _faults = [];
    private readonly Stopwatch _watch = new();
    private int _inFlight;

    public MixedLoad(TestNetwork network, MixedPlan plan)
    {
        _network = network;
        _plan = plan;
        _feed = new TransactionFeed(network);
        _calls = new MixedCalls(network, _feed);
    }

    public TimeSpan Elapsed => _watch.Elapsed;

    public IEnumerable<MixedSample> Samples => _samples;

    /// <summary>What a node must never do: a bad receipt, a gap in a watch.</summary>
    public IEnumerable<string> Faults => [.. _faults, .. _calls.Faults];

    public int ReceiptsVerified => _calls.ReceiptsVerified;

    /// <summary>Anchored transactions, for whoever wants to hand them in again.</summary>
    public PreparedTransaction[] Anchored(int count) => _calls.Anchored.Take(count, mostCommitments: 64);

    /// <summary>Sends until cancelled, then waits for the calls under way.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        _watch.Start();
        Task[] watchers = [.. _network.Nodes.Select(n => WatchAsync(n, cancellation))];
        TaskCompletionSource sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread sender = new(() => Send(sent, cancellation)) { IsBackground = true, Name = "mixed sender" };
        sender.Start();
        await sent.Task;
        await Task.WhenAll(watchers);
        while (Volatile.Read(ref _inFlight) > 0)
        {
            await Task.Delay(50, CancellationToken.None);
        }
    }

    public void Dispose()
    {
        _calls.Dispose();
        _feed.Dispose();
    }

    private void Send(TaskCompletionSource sent, CancellationToken cancellation)
    {
        PriorityQueue<(MixedKind Kind, long Number), TimeSpan> due = new();
        foreach (MixedKind kind in _plan.PerSecond.Keys)
        {
            due.Enqueue((kind, 0), TimeSpan.Zero);
        }

        while (!cancellation.IsCancellationRequested && due.TryDequeue(out (MixedKind Kind, long Number) call, out TimeSpan at))
        {
            if (at - Elapsed is { Ticks: > 0 } wait)
            {
                Thread.Sleep(wait);
            }

            Start(call.Kind, call.Number, at);
            due.Enqueue((call.Kind, call.Number + 1), TimeSpan.FromSeconds((call.Number + 1) / _plan.PerSecond[call.Kind]));
        }

        sent.SetResult();
    }

    private void Start(MixedKind kind, long number, TimeSpan due)
    {
        if (Interlocked.Increment(ref _inFlight) > MaximumInFlight)
        {
            Interlocked.Decrement(ref _inFlight);
            _samples.Enqueue(new MixedSample(kind, due, 0, "DROPPED"));
            return;
        }

        _ = CallAsync(kind, number, due);
    }

    private async Task CallAsync(MixedKind kind, long number, TimeSpan due)
    {
        string failure = "";
        try
        {
            failure = await _calls.RunAsync(kind, number);
        }
        catch (LedgerRpcException refusal)
        {
            failure = refusal.Code ?? $"{refusal.Status}";
        }
        finally
        {
            _samples.Enqueue(new MixedSample(kind, due, (Elapsed - due).TotalMilliseconds, failure));
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <summary>A stream of every block, read as it comes; it must have no gap.</summary>
    private async Task WatchAsync(ValidatorNode node, CancellationToken cancellation)
    {
        ulong next = 1;
        try
        {
            await foreach (Client.V1.BlockEvent block in node.Client.WatchAsync(next, cancellation: cancellation))
            {
                if (block.Height != next++)
                {
                    _faults.Enqueue($"{node.Name} tells height {block.Height} after {next - 2}");
                    return;
                }

                _feed.SawHeight(block.Height);
            }

            _faults.Enqueue($"{node.Name} ended a watch at {next - 1}");
        }
        catch (LedgerRpcException fault)
        {
            _faults.Enqueue($"{node.Name} ended a watch at {next - 1}: {fault.Message}");
        }
        catch (OperationCanceledException)
        {
            // The load is over.
        }
    }
}

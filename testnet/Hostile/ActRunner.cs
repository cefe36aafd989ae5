using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Ledger.Client;

namespace Ledger.Testnet.Hostile;

/// <summary>Repeats one act at its rate, whatever comes of it.</summary>
internal sealed class ActRunner(HostileAct act, IReadOnlyList<HostileTarget> nodes)
{
    private readonly ConcurrentDictionary<string, int> _outcomes = [];
    private int _underWay;
    private int _leftOut;

    public HostileOutcome Outcome
        => new(act.Name, act.PerSecond, _outcomes.Values.Sum(), _leftOut, new SortedDictionary<string, int>(_outcomes));

    public async Task RunAsync(CancellationToken cancellation)
    {
        Stopwatch watch = Stopwatch.StartNew();
        for (int i = 0; !cancellation.IsCancellationRequested; i++)
        {
            TimeSpan wait = TimeSpan.FromSeconds(i / act.PerSecond) - watch.Elapsed;
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            Start(nodes[i % nodes.Count], cancellation);
        }
    }

    private void Start(HostileTarget node, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _underWay) > act.MostAtOnce)
        {
            Interlocked.Decrement(ref _underWay);
            Interlocked.Increment(ref _leftOut);
            return;
        }

        _ = DoAsync(node, cancellation);
    }

    private async Task DoAsync(HostileTarget node, CancellationToken cancellation)
    {
        string outcome = await NameAsync(node, cancellation);
        _outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
        Interlocked.Decrement(ref _underWay);
    }

    private async Task<string> NameAsync(HostileTarget node, CancellationToken cancellation)
    {
        try
        {
            return await act.RunAsync(node, cancellation);
        }
        catch (LedgerRpcException refusal)
        {
            return refusal.Code ?? $"{refusal.Status}";
        }
        catch (SocketException fault)
        {
            return $"{fault.SocketErrorCode}";
        }
        catch (Exception end) when (end is IOException or HttpRequestException)
        {
            return "closed";
        }
        catch (OperationCanceledException)
        {
            return "still open at the end";
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Testnet.Measure;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Ordeal;

/// <summary>Commits as clients see them: when the first of several watched nodes tells of each block.</summary>
/// <remarks>A stream that breaks is begun again at the next block.</remarks>
internal sealed class CommitWatch : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<ulong, SeenCommit> _seen = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task[] _watching;

    public CommitWatch(IEnumerable<ValidatorNode> nodes) => _watching = [.. nodes.Select(n => Task.Run(() => WatchAsync(n.Client)))];

    public double NowMs => _clock.Elapsed.TotalMilliseconds;

    public ulong Height => _seen.IsEmpty ? 0 : _seen.Keys.Max();

    /// <summary>Null as long as nobody told of it.</summary>
    public SeenCommit? Find(ulong height) => _seen.TryGetValue(height, out SeenCommit seen) ? seen : null;

    /// <summary>The median time between two blocks of those seen between two times; NaN of fewer than two.</summary>
    public double MedianIntervalMs(double fromMs, double toMs) => Math.Round(Spread.Median(Intervals(Between(fromMs, toMs))), 1);

    /// <summary>The longest time without a commit between two times, both ends included.</summary>
    public double LongestGapMs(double fromMs, double toMs)
        => Math.Round(Intervals([fromMs, .. Between(fromMs, toMs), toMs]).Max());

    /// <summary>When the first commit came at or after a time, which there is.</summary>
    public double FirstSinceMs(double fromMs) => Between(fromMs, double.PositiveInfinity)[0];

    /// <summary>How many blocks without a transaction stand between two heights, neither included.</summary>
    public int EmptyBetween(ulong below, ulong above) => _seen.Values.Count(s => s.Height > below && s.Height < above && s.IsEmpty);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await Task.WhenAll(_watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    private static IEnumerable<double> Intervals(IReadOnlyList<double> times) => times.Zip(times.Skip(1), (one, next) => next - one);

    private double[] Between(double fromMs, double toMs)
        => [.. _seen.Values.Select(s => s.AtMs).Where(at => at >= fromMs && at <= toMs).Order()];

    private async Task WatchAsync(LedgerRpcClient client)
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                await foreach (BlockEvent block in client.WatchAsync(cancellation: _ended.Token))
                {
                    _seen.TryAdd(block.Height, new SeenCommit(block.Height, NowMs, block.View, block.Transactions == 0));
                }
            }
            catch (LedgerRpcException)
            {
                await Task.Delay(Pause, _ended.Token);
            }
        }
    }
}

using System.Diagnostics;
using Ledger.Node.Networking;
using Ledger.Testnet.Load;

namespace Ledger.Testnet.Measure.Lanes;

/// <summary>How long a vote is on its way while 32 MB of batches are on theirs, beside a quiet line, by turns.</summary>
/// <remarks>PROTOCOL.md, Dissemination: votes travel on a lane that bulk data cannot block.</remarks>
/// <param name="oneWayDelayMs">How long the line is in each direction; 0 for none but the machine itself.</param>
public sealed class LanesBench(int rounds, TimeSpan length, int oneWayDelayMs, Action<string> say)
{
    private const int VoteBytes = 200;
    private const int BatchBytes = 1 << 20;
    private const long InFlightBytes = 32L << 20;

    private static readonly TimeSpan VotePause = TimeSpan.FromMilliseconds(2);

    private readonly byte[] _batch = new byte[BatchBytes];
    private long _queuedBytes;

    public async Task<LanesReport> RunAsync(CancellationToken cancellation)
    {
        await using LaneEnds ends = new(oneWayDelayMs);
        await ends.ConnectAsync(cancellation);
        List<LaneRound> results = [];
        for (int round = -1; round < rounds; round++)
        {
            LaneRound quiet = await RoundAsync(ends, busy: false, cancellation);
            LaneRound busy = await RoundAsync(ends, busy: true, cancellation);
            say($"{(round < 0 ? "warm-up" : $"round {round + 1}")}: votes p50 {quiet.P50Ms:0.000} ms, p99 {quiet.P99Ms:0.000} ms; "
                + $"beside 32 MB in flight p50 {busy.P50Ms:0.000} ms, p99 {busy.P99Ms:0.000} ms, {busy.BulkMibPerSecond:0} MiB/s");
            results.AddRange(round < 0 ? [] : [quiet, busy]);
        }

        return LanesReport.Of(results, rounds, length, oneWayDelayMs, await SourceCommit.FindAsync(cancellation));
    }

    private async Task<LaneRound> RoundAsync(LaneEnds ends, bool busy, CancellationToken cancellation)
    {
        long before = ends.Arrivals.BulkBytes;
        Stopwatch watch = Stopwatch.StartNew();
        using PeriodicTimer pause = new(VotePause);
        while (watch.Elapsed < length && await pause.WaitForNextTickAsync(cancellation))
        {
            if (busy)
            {
                TopUp(ends);
            }

            byte[] vote = new byte[VoteBytes];
            BitConverter.TryWriteBytes(vote, Stopwatch.GetTimestamp());
            ends.Sender.Send(1, Lane.Votes, vote);
        }

        double bulk = (ends.Arrivals.BulkBytes - before) / watch.Elapsed.TotalSeconds / (1 << 20);
        Latencies votes = new(ends.Arrivals.TakeLatencies());
        await DrainAsync(ends, cancellation);
        return new LaneRound(busy, votes.Count, votes.Percentile(50), votes.Percentile(99), bulk);
    }

    /// <summary>Keeps so much sent and not yet arrived.</summary>
    private void TopUp(LaneEnds ends)
    {
        while (_queuedBytes - ends.Arrivals.BulkBytes < InFlightBytes && ends.Sender.Send(1, Lane.Bulk, _batch))
        {
            _queuedBytes += BatchBytes;
        }
    }

    private async Task DrainAsync(LaneEnds ends, CancellationToken cancellation)
    {
        using PeriodicTimer pause = new(TimeSpan.FromMilliseconds(10));
        while (ends.Arrivals.BulkBytes < _queuedBytes && await pause.WaitForNextTickAsync(cancellation))
        {
        }
    }
}

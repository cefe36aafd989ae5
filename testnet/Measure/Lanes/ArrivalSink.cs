using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Ledger.Node.Networking;

namespace Ledger.Testnet.Measure.Lanes;

/// <summary>Notes how long each vote was on its way, and how many bulk bytes came.</summary>
internal sealed class ArrivalSink : IFrameSink
{
    private readonly ConcurrentQueue<double> _latencies = [];
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _bulkBytes;

    public Task Connected => _connected.Task;

    public long BulkBytes => Interlocked.Read(ref _bulkBytes);

    /// <summary>Milliseconds of the votes that came since the last call.</summary>
    public double[] TakeLatencies()
    {
        List<double> taken = [];
        while (_latencies.TryDequeue(out double latency))
        {
            taken.Add(latency);
        }

        return [.. taken];
    }

    public ValueTask OnFrame(int fromPeer, Lane lane, ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        if (lane == Lane.Votes)
        {
            long sent = BitConverter.ToInt64(frame.Span);
            _latencies.Enqueue(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }
        else
        {
            Interlocked.Add(ref _bulkBytes, frame.Length);
        }

        return ValueTask.CompletedTask;
    }

    public void OnConnected(int peer) => _connected.TrySetResult();

    public void OnDisconnected(int peer)
    {
    }

    public void OnRefused(PeerRefusal refusal, int? peer, EndPoint? remote)
        => _connected.TrySetException(new InvalidOperationException($"The two ends refuse each other: {refusal}."));
}

using System.Diagnostics;
using Ledger.Testnet.Load;

namespace Ledger.Testnet.Measure.Reads;

/// <summary>One round of calls to one target.</summary>
/// <param name="ServerMicroseconds">Processor time of the server's process for each call.</param>
internal sealed record ReadRound(double PerSecond, Latencies Latencies, double ServerMicroseconds)
{
    /// <summary>Calls from so many loops, each starting its next call when the last is answered.</summary>
    /// <remarks>A closed loop: it asks for the most that is answered, and its latencies are of that state only.</remarks>
    public static async Task<ReadRound> RunAsync(
        ReadTarget target, int loops, int connections, TimeSpan length, CancellationToken cancellation)
    {
        double cpu = ProcessTime.SecondsOf(target.ProcessId);
        Stopwatch watch = Stopwatch.StartNew();
        List<double>[] all = await Task.WhenAll(Enumerable.Range(0, loops).Select(i => Task.Run(
            () => LoopAsync(target, i % connections, watch, length, cancellation), cancellation)));
        double seconds = watch.Elapsed.TotalSeconds;
        int calls = all.Sum(l => l.Count);
        cpu = ProcessTime.SecondsOf(target.ProcessId) - cpu;
        return new ReadRound(calls / seconds, new Latencies(all.SelectMany(l => l)), cpu / calls * 1e6);
    }

    private static async Task<List<double>> LoopAsync(
        ReadTarget target, int connection, Stopwatch watch, TimeSpan length, CancellationToken cancellation)
    {
        List<double> latencies = [];
        while (watch.Elapsed < length)
        {
            long start = Stopwatch.GetTimestamp();
            await target.CallAsync(connection, cancellation);
            latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return latencies;
    }
}

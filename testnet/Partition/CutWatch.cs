using System.Collections.Concurrent;
using System.Diagnostics;
using Ledger.Client.V1;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Partition;

/// <summary>Looks at every node again and again while a region is cut off.</summary>
internal sealed class CutWatch(TestNetwork network)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, ulong> _heights = [];
    private readonly ConcurrentDictionary<string, long> _namedMs = [];
    private readonly ConcurrentQueue<string> _faults = [];

    public IEnumerable<string> Faults => _faults;

    public ulong Height => _heights.Values.Max();

    /// <summary>Whether every node has been seen after the settling.</summary>
    public bool IsSettled => _heights.Count == network.Nodes.Count;

    /// <summary>When the last node named the cause, since this watch began; -1 while one has not.</summary>
    public long NamedMs => _namedMs.Count == network.Nodes.Count ? _namedMs.Values.Max() : -1;

    /// <summary>Runs until cancelled.</summary>
    /// <param name="settle">Votes that had arrived before the cut may still commit a block in this time.</param>
    public async Task RunAsync(TimeSpan settle, CancellationToken cancellation)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!cancellation.IsCancellationRequested)
        {
            foreach (ValidatorNode node in network.Nodes)
            {
                Look(node, await node.TryStatusAsync(CancellationToken.None), watch.Elapsed, settle);
            }

            await Task.Delay(Pause, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Look(ValidatorNode node, StatusResponse? status, TimeSpan now, TimeSpan settle)
    {
        if (status is null)
        {
            _faults.Enqueue($"{node.Name} does not answer in the cut");
            return;
        }

        if (status.StallCause == StallCause.RegionUnreachable)
        {
            _namedMs.TryAdd(node.Name, (long)now.TotalMilliseconds);
        }

        if (now > settle && _heights.GetOrAdd(node.Name, status.Height) is var height && height != status.Height)
        {
            _heights[node.Name] = status.Height;
            _faults.Enqueue($"{node.Name} committed height {status.Height} in the cut, after {height}");
        }
    }
}

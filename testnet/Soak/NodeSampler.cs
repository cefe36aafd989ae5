using System.Globalization;
using Ledger.Client.V1;
using Ledger.Testnet.Measure;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Soak;

/// <summary>Looks at every node again and again, from /proc and by its status.</summary>
internal sealed class NodeSampler(TestNetwork network, TimeSpan every, Func<TimeSpan> elapsed)
{
    private readonly List<NodeSample> _samples = [];
    private readonly List<string> _faults = [];

    public IReadOnlyList<NodeSample> Samples => _samples;

    /// <summary>Nodes that ended.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Looks at a running node that it did not answer within two seconds.</summary>
    public int Unanswered { get; private set; }

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            foreach (ValidatorNode node in network.Nodes)
            {
                await SampleAsync(node);
            }

            await Task.Delay(every, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SampleAsync(ValidatorNode node)
    {
        if (!node.IsRunning)
        {
            _faults.Add($"{node.Name} has ended at minute {elapsed().TotalMinutes:0.0}: {node.LastOutput(3)}");
            return;
        }

        if (await node.TryStatusAsync() is not { } status)
        {
            Unanswered++;
            return;
        }

        Dictionary<string, long> fields = Fields(node.ProcessId);
        _samples.Add(new NodeSample(
            node.Name,
            Math.Round(elapsed().TotalMinutes, 2),
            Mib(fields["VmRSS"]),
            Mib(fields["RssAnon"]),
            Directory.EnumerateFileSystemEntries($"/proc/{node.ProcessId}/fd").Count(),
            (int)fields["Threads"],
            ProcessTime.SecondsOf(node.ProcessId),
            status.Height,
            status.PoolTransactions,
            status.PoolBytes,
            status.LogSize - status.IndexWatermark));
    }

    /// <summary>The numbers of /proc/PID/status; memory is in KiB there.</summary>
    private static Dictionary<string, long> Fields(int processId)
        => File.ReadLines($"/proc/{processId}/status")
            .Select(line => line.Split([':', '\t', ' '], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 1 && long.TryParse(words[1], CultureInfo.InvariantCulture, out _))
            .ToDictionary(words => words[0], words => long.Parse(words[1], CultureInfo.InvariantCulture));

    private static double Mib(long kib) => Math.Round(kib / 1024.0, 1);
}

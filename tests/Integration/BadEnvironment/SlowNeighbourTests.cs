using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;
using Xunit.Abstractions;

namespace Ledger.Tests.Integration.BadEnvironment;

/// <summary>One of four validators is slow, in its disk or altogether, while the others commit: nothing grows beyond its bound.</summary>
public sealed class SlowNeighbourTests(ITestOutputHelper output)
{
    private const double MiB = 1 << 20;

    /// <summary>Bytes of commitments that pass the slow one by: more than the kernel and two lanes' turns hold.</summary>
    private const int Transactions = 400;
    private const int Commitments = 4096;

    /// <summary>Every bound together: lanes to three peers, the inbox, pools and caches, and what a fresh runtime takes.</summary>
    private const double MostMemory = 1024 * MiB;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Beside_a_journal_whose_every_flush_takes_400_ms_the_others_commit_and_queues_stay_within_their_bounds()
    {
        await using TestNetwork network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), default);
        ValidatorNode slow = network["sg-2"];
        await slow.StartAsync([
            "strace", "-D", "-f", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=fdatasync", "-e", "signal=none",
            "-e", "inject=fdatasync:delay_exit=400000", "-P", Directory.GetFiles(slow.JournalFolder).Single()]);
        await Start.RunAsync(network, default);

        Peaks peaks = await LoadAsync(network, network.Nodes);

        peaks.StayWithinBounds();
        output.WriteLine(peaks.ToString());
        await Wait.UntilHeadsAgreeAsync(network, Patience, default);
    }

    [Fact]
    public async Task Beside_a_validator_that_stands_still_queues_to_it_fill_to_their_bounds_and_it_catches_up()
    {
        await using TestNetwork network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), default);
        await Start.RunAsync(network, default);
        ValidatorNode still = network["sg-2"];
        await still.SignalAsync("-STOP");

        Peaks peaks = await LoadAsync(network, [.. network.Nodes.Where(n => n != still)]);

        peaks.StayWithinBounds();
        output.WriteLine(peaks.ToString());
        Assert.True(peaks.QueuedBytes > MiB, "the load never waited for the one that stood still");
        await still.SignalAsync("-CONT");
        await Wait.UntilHeadsAgreeAsync(network, Patience, default);
    }

    /// <summary>Every transaction is committed, by four clients of each of the first three validators.</summary>
    private static async Task<Peaks> LoadAsync(TestNetwork network, IReadOnlyList<ValidatorNode> watched)
    {
        using TransactionFactory factory = new(network.Genesis, network.Issuers[0]);
        PreparedTransaction[] all = factory.Prepare(Transactions, Commitments, head: 0);
        Peaks peaks = new();
        using CancellationTokenSource over = new();
        Task watching = WatchAsync(watched, peaks, over.Token);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async client =>
        {
            for (int i = client; i < all.Length; i += 12)
            {
                await network.Nodes[client % 3].CommitAsync(all[i]);
            }
        }));
        await over.CancelAsync();
        await watching;
        return peaks;
    }

    private static async Task WatchAsync(IReadOnlyList<ValidatorNode> nodes, Peaks peaks, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            foreach (ValidatorNode node in nodes)
            {
                peaks.Note(await MetricsPage.OfAsync(node));
            }

            await Task.Delay(100, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The greatest value seen of each queue, as a part of its published bound.</summary>
    private sealed class Peaks
    {
        private readonly Dictionary<string, double> _fullest = [];
        private double _memory;

        public double QueuedBytes { get; private set; }

        public void Note(MetricsPage page)
        {
            foreach (string lane in (string[])["lane=\"votes\"", "lane=\"bulk\""])
            {
                Note(page, $"{lane} frames", "ledger_peer_queue_frames", "ledger_peer_queue_limit_frames", lane);
                Note(page, $"{lane} bytes", "ledger_peer_queue_bytes", "ledger_peer_queue_limit_bytes", lane);
            }

            Note(page, "pool transactions", "ledger_pool_transactions", "ledger_pool_transactions_limit");
            Note(page, "pool bytes", "ledger_pool_bytes", "ledger_pool_limit_bytes");
            QueuedBytes = Math.Max(QueuedBytes, page.Most("ledger_peer_queue_bytes"));
            _memory = Math.Max(_memory, page.Most("process_resident_memory_bytes"));
        }

        public void StayWithinBounds()
        {
            Assert.All(_fullest, queue => Assert.True(queue.Value <= 1, $"{queue.Key} at {queue.Value:P0} of its bound"));
            Assert.True(_memory < MostMemory, $"{_memory / MiB:0} MiB resident");
        }

        public override string ToString()
            => string.Join('\n', _fullest.Select(q => $"{q.Key}: at most {q.Value:P1} of the bound"))
                + $"\nresident: at most {_memory / MiB:0} MiB";

        private void Note(MetricsPage page, string what, string name, string limit, params string[] words)
            => _fullest[what] = Math.Max(
                _fullest.GetValueOrDefault(what), page.Most(name, words) / page.Most(limit, words));
    }
}

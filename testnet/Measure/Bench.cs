using Ledger.Client.V1;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Measure;

/// <summary>Measures a network of real processes: finds its saturation point, then runs a new network at it.</summary>
public sealed class Bench(BenchOptions options, Action<string> say)
{
    private const int SampleSize = 200;
    private const int AuditedPerSecond = 25;

    /// <summary>The first probe: this many anchors a second, or transactions when they are small.</summary>
    private const double FirstAnchorsPerSecond = 32_768;
    private const double MostFirstTransactionsPerSecond = 500;

    /// <summary>
    /// A new process is slow until its code is compiled; the search network was warm when the rate was found.
    /// </summary>
    private static readonly double[] WarmUpParts = [0.25, 0.5];

    private static readonly TimeSpan ProbeWarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProbeWindow = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(120);

    /// <summary>Runs the bench.</summary>
    /// <exception cref="InvalidOperationException">A receipt did not verify, or nothing held at any rate.</exception>
    public async Task<BenchReport> RunAsync(CancellationToken cancellation)
    {
        double rate = options.Rate ?? await FindRateAsync(cancellation);
        await using TestNetwork network = await Setup.RunAsync(options.Manifest, cancellation, options.Program);
        await Start.RunAsync(network, cancellation);
        foreach (double part in WarmUpParts)
        {
            await ProbeAsync(network, rate * part, cancellation);
        }

        return await MeasureAsync(network, rate, cancellation);
    }

    /// <summary>The highest rate that a network of its own keeps up with, in transactions per second.</summary>
    public async Task<double> FindRateAsync(CancellationToken cancellation)
    {
        await using TestNetwork network = await Setup.RunAsync(options.Manifest, cancellation, options.Program);
        await Start.RunAsync(network, cancellation);
        SaturationSearch search = new(rate => ProbeAsync(network, rate, cancellation));
        double first = Math.Min(FirstAnchorsPerSecond / options.Commitments, MostFirstTransactionsPerSecond);
        double found = await search.FindAsync(first);
        return found > 0 ? found : throw new InvalidOperationException("The network keeps up with no rate at all.");
    }

    private async Task<LoadResult> ProbeAsync(TestNetwork network, double rate, CancellationToken cancellation)
    {
        LoadPlan plan = new(rate, options.Commitments, ProbeWarmUp, ProbeWindow);
        LoadResult result = await LoadAsync(network, plan, Auditor(network, rate), cancellation);
        say($"probe {Describe(result)}{(SaturationSearch.KeepsUp(result) ? "" : ": does not keep up")}");
        return result;
    }

    private async Task<BenchReport> MeasureAsync(TestNetwork network, double rate, CancellationToken cancellation)
    {
        LoadPlan plan = new(rate, options.Commitments, WarmUp, TimeSpan.FromSeconds(options.Seconds));
        ReceiptAuditor auditor = Auditor(network, rate);
        long diskBefore = await DiskUse.BytesAsync(network, cancellation);
        double cpuBefore = ProcessTime.SecondsOf(network);
        ulong flushesBefore = Flushes(await StatusesAsync(network, cancellation));
        LoadResult result = await LoadAsync(network, plan, auditor, cancellation);
        StatusResponse[] after = await StatusesAsync(network, cancellation);
        double cpu = ProcessTime.SecondsOf(network) - cpuBefore;
        say($"measured {Describe(result)}");
        await Wait.UntilIndexedAsync(network, DrainPatience, cancellation);
        (PreparedTransaction, int)[] sample = Sample(result);
        int found = await Verify.CountFoundByAllAsync(network, sample, cancellation);
        long disk = await DiskUse.BytesAsync(network, cancellation) - diskBefore;
        double anchorsOnDisk = (double)network.Nodes.Count * result.Count(CallEnd.Committed) * options.Commitments;
        return new BenchReport(
            Math.Round(result.AnchorsPerSecond),
            Math.Round(result.TransactionsPerSecond, 1),
            Math.Round(rate, 2),
            options.Commitments,
            options.Seconds,
            CommitLatency.Of(result.Latencies),
            Math.Round(after.Select(s => s.FlushMsP50).Order().ElementAt(after.Length / 2), 3),
            Flushes(after) - flushesBefore,
            auditor.Verified,
            sample.Length,
            found,
            Math.Round(cpu, 2),
            Math.Round(disk / anchorsOnDisk, 1),
            result.Results.Length - result.Count(CallEnd.Committed),
            result.Failures,
            options.Rate is null,
            options.Manifest.Name,
            await SourceCommit.FindAsync(cancellation),
            after[0].Version,
            DateTimeOffset.UtcNow,
            Machine.Current());
    }

    private static async Task<LoadResult> LoadAsync(
        TestNetwork network, LoadPlan plan, ReceiptAuditor auditor, CancellationToken cancellation)
    {
        LoadResult result = await Loading.RunAsync(network, plan, auditor, cancellation);
        if (auditor.Faults.Count > 0)
        {
            throw new InvalidOperationException($"A receipt does not verify: {auditor.Faults.First()}");
        }

        await Wait.UntilDrainedAsync(network, DrainPatience, cancellation);
        return result;
    }

    private static ReceiptAuditor Auditor(TestNetwork network, double rate)
        => new(network.Genesis, every: (int)Math.Ceiling(rate / AuditedPerSecond));

    /// <summary>Commitments of acknowledged transactions from the whole run, evenly spread.</summary>
    private static (PreparedTransaction Transaction, int Leaf)[] Sample(LoadResult result)
    {
        PreparedTransaction[] acknowledged = [.. result.Acknowledged.Select(a => a.Transaction)];
        int count = Math.Min(SampleSize, acknowledged.Length);
        return
        [
            .. Enumerable.Range(0, count)
                .Select(i => acknowledged[(int)((long)i * acknowledged.Length / count)])
                .Select((t, i) => (t, (int)((long)i * t.Commitments / count))),
        ];
    }

    private static Task<StatusResponse[]> StatusesAsync(TestNetwork network, CancellationToken cancellation)
        => Task.WhenAll(network.Nodes.Select(n => n.StatusAsync(cancellation)));

    private static ulong Flushes(StatusResponse[] statuses)
        => statuses.Aggregate(0UL, (sum, s) => sum + s.FlushCount);

    private static string Describe(LoadResult result)
        => $"{result.Plan.TransactionsPerSecond,8:0.0} tx/s asked, {result.TransactionsPerSecond,8:0.0} tx/s "
            + $"and {result.AnchorsPerSecond,9:0} anchors/s committed, p50 {result.Latencies.Percentile(50),6:0} ms, "
            + $"p99 {result.Latencies.Percentile(99),6:0} ms, "
            + $"{result.Results.Length - result.Count(CallEnd.Committed)} failed";
}

using System.Diagnostics;
using System.Globalization;

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>Measures how fast proofs are made and verified, and how long they are, on logs of several sizes.</summary>
/// <remarks>
/// The parts are those of a node and of <c>ledger verify</c>; METHOD.md says what each figure is of. Everything is in one process,
/// under a temporary folder that goes away.
/// </remarks>
public sealed class ProofsBench(ProofsOptions options, Action<string> say)
{
    private const double BytesPerMib = 1 << 20;

    public async Task<ProofsReport> RunAsync(CancellationToken cancellation)
    {
        Stopwatch watch = Stopwatch.StartNew();
        string commit = await SourceCommit.FindAsync(cancellation);
        string folder = Directory.CreateTempSubdirectory("ledger-proofs-").FullName;
        try
        {
            using SeededConsortium consortium = new(options.Seed);
            List<ProofsColumn> columns = [];
            foreach (ulong leaves in options.Leaves)
            {
                columns.Add(await MeasureAsync(Path.Combine(folder, $"{leaves}"), consortium, leaves, cancellation));
                GC.Collect(); // the map of the size before
            }

            return new ProofsReport(
                columns,
                options.Rounds,
                options.Round.TotalSeconds,
                options.Samples,
                SyntheticChain.LeavesPerBlock,
                options.MostEntries,
                options.Seed,
                Math.Round(watch.Elapsed.TotalSeconds, 1),
                commit,
                DateTimeOffset.UtcNow,
                Machine.Current());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<ProofsColumn> MeasureAsync(
        string folder, SeededConsortium consortium, ulong leaves, CancellationToken cancellation)
    {
        SyntheticDocuments documents = new(options.Seed);
        (SyntheticChain chain, List<TimeSpan> builds) = Build(folder, consortium, documents, leaves, cancellation);
        long bytes = await DiskUse.BytesAsync(Path.Combine(folder, "anchors"), cancellation);
        say($"{leaves} leaves: built {builds.Count} times, the last in {builds[^1].TotalSeconds:0.0} s");
        using ProofWorld world = ProofWorld.Over(chain, consortium, documents, options.MostEntries, cancellation);
        say($"{leaves} leaves: {world.Statuses.Entries} statuses in {world.Statuses.Elapsed.TotalSeconds:0.0} s");
        Random random = new((int)(options.Seed & int.MaxValue));
        ProofSamples samples = await ProofSamples.DrawAsync(world, options.Samples, random, cancellation);
        double before = LoadAverage();
        IReadOnlyList<RateFigures> rates = OperationRounds.Run(
            [.. LogOperations.Of(world, samples), .. ReceiptOperations.Of(world, samples), .. PublicLogOperations.Of(world, samples)],
            options.Rounds, options.Round, options.Seed, cancellation);
        using Process self = Process.GetCurrentProcess();
        say($"{leaves} leaves: measured, {self.PeakWorkingSet64 / BytesPerMib:0} MiB at most so far");
        return new ProofsColumn(
            leaves,
            BuildFigures.Of(builds, leaves, bytes),
            rates,
            ProofSizes.Of(samples),
            world.Statuses.Entries,
            Math.Round(world.Statuses.Elapsed.TotalSeconds, 3),
            Math.Round(self.PeakWorkingSet64 / BytesPerMib),
            [before, LoadAverage()]);
    }

    /// <summary>Builds the log, each time anew, until there were as many builds as rounds or patience ends; the last stays.</summary>
    private (SyntheticChain Chain, List<TimeSpan> Builds) Build(
        string folder, SeededConsortium consortium, SyntheticDocuments documents, ulong leaves, CancellationToken cancellation)
    {
        Stopwatch watch = Stopwatch.StartNew();
        List<TimeSpan> builds = [];
        while (true)
        {
            SyntheticChain chain = new(folder, consortium, documents);
            builds.Add(chain.GrowTo(leaves, cancellation));
            if (builds.Count == options.Rounds || watch.Elapsed > ProofsOptions.BuildPatience)
            {
                return (chain, builds);
            }

            chain.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Of the last minute, of this machine or container (proc(5)).</summary>
    private static double LoadAverage() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
}

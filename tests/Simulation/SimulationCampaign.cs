using System.Security.Cryptography;
using Ledger.Cryptography.Hashing;

namespace Ledger.Simulation;

/// <summary>Runs many seeds side by side, one thread a seed, and tells of them in the order of the seeds.</summary>
public sealed class SimulationCampaign(ulong firstSeed, long seeds, int parallel)
{
    /// <summary>Finished ahead of the seed that is told next; bounds what is kept.</summary>
    private const int MaximumAhead = 1_024;

    /// <summary>SHA-256 over the seeds' traces in order.</summary>
    public Digest Run(Action<SimulationResult> tell)
    {
        using IncrementalHash combined = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> trace = stackalloc byte[Digest.Size];
        for (long done = 0; done < seeds; done += MaximumAhead)
        {
            SimulationResult[] results = RunRange(firstSeed + (ulong)done, (int)Math.Min(MaximumAhead, seeds - done), tell);
            foreach (SimulationResult result in results)
            {
                result.Trace.CopyTo(trace);
                combined.AppendData(trace);
            }
        }

        return new Digest(combined.GetHashAndReset());
    }

    private SimulationResult[] RunRange(ulong first, int count, Action<SimulationResult> tell)
    {
        SimulationResult?[] results = new SimulationResult?[count];
        int told = 0;
        Lock telling = new();
        ParallelOptions options = new() { MaxDegreeOfParallelism = parallel };
        Parallel.For(0, count, options, i =>
        {
            SimulationResult result = SimulationRun.Run(first + (ulong)i);
            lock (telling)
            {
                results[i] = result;
                while (told < count && results[told] is { } next)
                {
                    told++;
                    tell(next);
                }
            }
        });
        return results!;
    }
}

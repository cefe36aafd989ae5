using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Fuzz;

/// <summary>Fixed seeds, so that a build repeats, and one fresh seed, so that builds together look further.</summary>
internal static class Seeds
{
    /// <summary>Runs an attempt under each seed; what fails names the seed that makes it fail again.</summary>
    public static void Try(int fixedSeeds, Action<TinyRandom> attempt)
    {
        ulong fresh = (ulong)Random.Shared.NextInt64();
        foreach (ulong seed in (ulong[])[.. Enumerable.Range(1, fixedSeeds).Select(i => (ulong)i), fresh])
        {
            try
            {
                attempt(new TinyRandom(seed));
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Seed {seed}: {failure.Message}", failure);
            }
        }
    }
}

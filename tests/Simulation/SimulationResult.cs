using Ledger.Cryptography.Hashing;
using Ledger.Simulation.Checkers;
using Ledger.Simulation.World;

namespace Ledger.Simulation;

/// <summary>What came of one seed.</summary>
/// <param name="Kind">None when every checker was satisfied.</param>
/// <param name="Message">What failed, or empty.</param>
/// <param name="Trace">Equal for equal seeds and equal code.</param>
/// <param name="VirtualMs">How long it took in the simulated world.</param>
/// <param name="Coverage">What the world suffered and what its replicas refused.</param>
public sealed record SimulationResult(
    ulong Seed, FailureKind Kind, string Message, Digest Trace, long Events, ulong Blocks, ulong VirtualMs, Coverage Coverage)
{
    public bool IsClean => Kind == FailureKind.None;
}

using Ledger.Consensus;
using Ledger.Protocol.Numbers;

namespace Ledger.Engine.Recorder;

/// <summary>What came of running a tape again.</summary>
/// <param name="Steps">Steps on the tape.</param>
/// <param name="Same">Steps that wanted the same as when they were recorded, from the first on.</param>
/// <param name="From">The committed height where the tape begins; it ends at <paramref name="To"/>.</param>
/// <param name="Halt">The invariant that the last step run broke, as recorded or not.</param>
/// <param name="Difference">The first input after which the replica wanted something else; null when there is none.</param>
public sealed record ReplayReport(int Steps, int Same, Height From, Height To, string? Halt, Input? Difference)
{
    public bool IsSame => Difference is null;
}

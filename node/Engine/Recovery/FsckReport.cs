using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Numbers;

namespace Ledger.Engine.Recovery;

/// <summary>What recomputing everything found; clean when there is no finding.</summary>
public sealed record FsckReport(Height Head, ulong Leaves, Digest StateRoot, IReadOnlyList<FsckFinding> Findings)
{
    public bool IsClean => Findings.Count == 0;
}

/// <summary>One difference: which store, at which height, what.</summary>
public sealed record FsckFinding(string Store, Height Height, string What);

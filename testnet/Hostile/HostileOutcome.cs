namespace Ledger.Testnet.Hostile;

/// <summary>What one act offered and what came of it.</summary>
/// <param name="LeftOut">Due, but too many were under way: the node, or the act itself, takes its time.</param>
/// <param name="Outcomes">How often each end was met, by its name.</param>
public sealed record HostileOutcome(
    string Name, double OfferedPerSecond, int Done, int LeftOut, IReadOnlyDictionary<string, int> Outcomes);

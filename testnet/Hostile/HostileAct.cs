namespace Ledger.Testnet.Hostile;

/// <summary>One thing a hostile client does again and again.</summary>
/// <param name="PerSecond">How often, to all nodes together, in turn.</param>
/// <param name="MostAtOnce">No more are under way at a time; what is due beyond is left out.</param>
/// <param name="RunAsync">Does it once to a node; gives what came of it, in a word.</param>
internal sealed record HostileAct(
    string Name, double PerSecond, int MostAtOnce, Func<HostileTarget, CancellationToken, Task<string>> RunAsync);

namespace Ledger.Testnet.Soak;

/// <summary>One node at one moment.</summary>
/// <param name="Minute">Since the load began.</param>
/// <param name="ResidentMib">Memory in use of the process (VmRSS).</param>
/// <param name="AnonymousMib">Of it, what is no file's (RssAnon): heap, stacks, native allocations.</param>
/// <param name="Descriptors">Open files and sockets.</param>
public sealed record NodeSample(
    string Node,
    double Minute,
    double ResidentMib,
    double AnonymousMib,
    int Descriptors,
    int Threads,
    double CpuSeconds,
    ulong Height,
    ulong PoolTransactions,
    ulong PoolBytes,
    ulong IndexBehind);

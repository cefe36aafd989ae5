using Ledger.Protocol.Validators;

namespace Ledger.Consensus;

/// <summary>The parameters that the validators of an epoch share, and this one's heartbeat.</summary>
/// <param name="Window">W: how many heights above the committed one may be in flight (N1).</param>
/// <param name="BaseTimeoutMs">T0 of V1.</param>
/// <param name="TimeoutCapMs">Most a view timeout grows to (V1).</param>
/// <param name="HeartbeatMs">How often a Status goes out (V7).</param>
public sealed record ReplicaOptions(
    ulong Window = 8, ulong BaseTimeoutMs = 1_000, ulong TimeoutCapMs = 30_000, ulong HeartbeatMs = 250)
{
    public static ReplicaOptions Of(ChainParameters shared, ulong heartbeatMs)
        => new(shared.Window, shared.BaseTimeoutMs, shared.TimeoutCapMs, heartbeatMs);
}

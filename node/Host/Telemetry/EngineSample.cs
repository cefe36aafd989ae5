using Ledger.Client.V1;
using Ledger.Consensus;
using Ledger.Engine;
using Ledger.Engine.Checkpoints;
using Ledger.Protocol.Snapshots;

namespace Ledger.Node.Telemetry;

/// <summary>The engine's numbers as they were between two turns, with the status of the same moment.</summary>
public sealed record EngineSample(
    StatusResponse Status,
    bool Participating,
    int Batches,
    int OwnTransactions,
    long Blocks,
    ulong Leaves,
    long Flushes,
    long Checkpoints,
    long Misbehaviors,
    IReadOnlyDictionary<DiscardReason, long> Discards,
    long SnapshotBytes,
    IReadOnlyDictionary<SnapshotFault, long> SnapshotFaults,
    ulong PublishedLeaves,
    long Published,
    IReadOnlyDictionary<CosignedVerdict, long> Cosignatures)
{
    public static EngineSample Of(LedgerEngine engine, StatusResponse status)
    {
        EngineCounters counters = engine.Counters;
        return new EngineSample(
            status,
            engine.Replica.Participating,
            engine.Waiting.Batches,
            engine.OwnTransactions,
            counters.Blocks,
            counters.Leaves,
            counters.Flushes,
            counters.Checkpoints,
            counters.Misbehaviors,
            Enum.GetValues<DiscardReason>().ToDictionary(r => r, r => counters[r]),
            counters.SnapshotBytes,
            Enum.GetValues<SnapshotFault>().Where(f => f != SnapshotFault.None).ToDictionary(f => f, f => counters[f]),
            engine.Published?.Size ?? 0,
            counters.Checkpointed,
            Enum.GetValues<CosignedVerdict>().Where(v => v != CosignedVerdict.None).ToDictionary(v => v, v => counters[v]));
    }
}

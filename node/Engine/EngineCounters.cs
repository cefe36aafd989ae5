using Ledger.Consensus;
using Ledger.Engine.Checkpoints;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Snapshots;

namespace Ledger.Engine;

/// <summary>What happened since the start; for status and metrics, never for decisions.</summary>
public sealed class EngineCounters
{
    private readonly long[] _discards = new long[Enum.GetValues<DiscardReason>().Length];
    private readonly long[] _cosigned = new long[Enum.GetValues<CosignedVerdict>().Length];
    private readonly long[] _snapshotFaults = new long[Enum.GetValues<SnapshotFault>().Length];

    public long Blocks { get; set; }

    public ulong Leaves { get; set; }

    public long Flushes { get; set; }

    public long Checkpoints { get; set; }

    /// <summary>Checkpoints published since the start, each with its first quorum.</summary>
    public long Checkpointed { get; set; }

    public long Misbehaviors { get; private set; }

    public Misbehavior? LastMisbehavior { get; private set; }

    /// <summary>Why this validator last asked for another view, and when; null for never since the start.</summary>
    public (Suspicion Suspicion, ulong AtMs)? LastSuspicion { get; private set; }

    public long this[DiscardReason reason] => _discards[(int)reason];

    /// <summary>Bytes of pieces of snapshots that came, those that were refused among them.</summary>
    public long SnapshotBytes { get; set; }

    /// <summary>Outlines and pieces of snapshots that were refused, by what was wrong with them.</summary>
    public long this[SnapshotFault fault] => _snapshotFaults[(int)fault];

    /// <summary>Validators' cosignatures, this one's own among them, by what became of them.</summary>
    public long this[CosignedVerdict verdict] => _cosigned[(int)verdict];

    internal void Count(CosignedVerdict verdict) => _cosigned[(int)verdict]++;

    internal void Count(SnapshotFault fault) => _snapshotFaults[(int)fault] += fault == SnapshotFault.None ? 0 : 1;

    internal void Count(EffectList effects, ulong nowMs)
    {
        foreach (DiscardReason reason in effects.Discards)
        {
            _discards[(int)reason]++;
        }

        foreach (Suspicion suspicion in effects.Suspicions)
        {
            LastSuspicion = (suspicion, nowMs);
        }

        Misbehaviors += effects.Misbehaviors.Count;
        LastMisbehavior = effects.Misbehaviors.LastOrDefault() ?? LastMisbehavior;
    }
}

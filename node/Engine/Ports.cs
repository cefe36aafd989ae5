using Ledger.Engine.Checkpoints;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Engine;

/// <summary>Carries frames to peers; never blocks, may lose them.</summary>
public interface ITransport
{
    /// <summary>Queues a frame. Batches go on the bulk lane, so that they cannot hold up votes.</summary>
    void Send(ValidatorIndex to, TransportLane lane, ReadOnlyMemory<byte> frame);
}

/// <summary>The two lanes between two validators.</summary>
public enum TransportLane
{
    Votes,
    Bulk,
}

/// <summary>Hears what was committed, after it was adopted; must return at once.</summary>
public interface ICommitListener
{
    void OnCommitted(CommittedEvent committed);

    /// <summary>The receipts of a block already heard of may leave: the certificate they carry is chosen.</summary>
    void OnSettled(CommittedEvent committed)
    {
    }

    /// <summary>Another epoch began: from now on frames of this one are opened.</summary>
    void OnEpoch(EpochConfiguration epoch)
    {
    }

    /// <summary>A checkpoint is published, durably, or one that is has gathered more lines (C1).</summary>
    void OnCheckpoint(PublishedCheckpoint published)
    {
    }

    /// <summary>A validator cosigned another tree than this node's own (C1).</summary>
    void OnContradiction(CheckpointContradiction contradiction)
    {
    }
}

/// <summary>A block that is final here.</summary>
/// <param name="View">The view of the certificate that made it final.</param>
public sealed record CommittedEvent(Block Block, View View, IReadOnlyList<OutcomeRecord> Outcomes);

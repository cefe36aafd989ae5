using Ledger.Engine;
using Ledger.Engine.Checkpoints;
using Ledger.Node.Rpc.Log;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>Holds the newest published checkpoint for whoever serves it, and keeps what contradicts it as evidence (C1).</summary>
/// <remarks>Told on the engine's thread, read on any. Notes are made when somebody asks, once for each that was published.</remarks>
public sealed class CheckpointWatch(EvidenceFolder evidence, NodeLog log) : ICommitListener
{
    private Lazy<PublishedLog>? _newest;

    /// <summary>Null until a checkpoint is published; the sizes never go down.</summary>
    public PublishedLog? Newest => Volatile.Read(ref _newest)?.Value;

    /// <summary>What a start found.</summary>
    public void Begin(LedgerEngine engine)
    {
        if (engine.Published is { } published)
        {
            OnCheckpoint(published);
        }
    }

    public void OnCommitted(CommittedEvent committed)
    {
    }

    public void OnCheckpoint(PublishedCheckpoint published)
        => Volatile.Write(ref _newest, new Lazy<PublishedLog>(() => PublishedLog.Of(published)));

    /// <summary>The disk is touched on the engine's thread: at most once for each validator and epoch.</summary>
    public void OnContradiction(CheckpointContradiction contradiction)
    {
        Validator accused = contradiction.Epoch.Validators[contradiction.Said.Sender];
        string name = evidence.Write(contradiction);
        log.Error(
            "checkpoint.contradiction",
            ("validator", accused.Name), ("size", contradiction.Said.Checkpoint.Size), ("height", contradiction.Own.Height),
            ("file", name));
    }
}

using Ledger.Engine;
using Ledger.Engine.Checkpoints;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>Several that hear of commits, told in order.</summary>
public sealed class CommitListeners(params ICommitListener[] listeners) : ICommitListener
{
    public void OnCommitted(CommittedEvent committed)
    {
        foreach (ICommitListener listener in listeners)
        {
            listener.OnCommitted(committed);
        }
    }

    public void OnEpoch(EpochConfiguration epoch)
    {
        foreach (ICommitListener listener in listeners)
        {
            listener.OnEpoch(epoch);
        }
    }

    public void OnCheckpoint(PublishedCheckpoint published)
    {
        foreach (ICommitListener listener in listeners)
        {
            listener.OnCheckpoint(published);
        }
    }

    public void OnContradiction(CheckpointContradiction contradiction)
    {
        foreach (ICommitListener listener in listeners)
        {
            listener.OnContradiction(contradiction);
        }
    }

    public void OnSettled(CommittedEvent committed)
    {
        foreach (ICommitListener listener in listeners)
        {
            listener.OnSettled(committed);
        }
    }
}

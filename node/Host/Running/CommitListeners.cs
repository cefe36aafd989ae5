using Ledger.Engine;

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

    public void OnSettled(CommittedEvent committed)
    {
        foreach (ICommitListener listener in listeners)
        {
            listener.OnSettled(committed);
        }
    }
}

using Ledger.Cryptography.Hashing;

namespace Ledger.Node.Running;

/// <summary>One call that waits until its transaction is in a committed block.</summary>
public sealed class CommitWait(CommitHub hub, Digest transactionId) : IDisposable
{
    private readonly TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Digest TransactionId => transactionId;

    public Task Committed => _committed.Task;

    /// <summary>The call has ended, with or without its answer.</summary>
    public void Dispose() => hub.Forget(this);

    internal void Complete() => _committed.TrySetResult();
}

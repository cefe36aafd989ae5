using System.Collections.Concurrent;
using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;

namespace Ledger.Node.Running;

/// <summary>Tells waiting calls what was committed.</summary>
public sealed class CommitHub : ICommitListener
{
    private readonly ConcurrentDictionary<Digest, TaskCompletionSource> _waiting = new();
    private TaskCompletionSource _nextBlock = New();

    /// <summary>Transactions that calls wait for; bounded by the calls that may be under way.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Completes at the next commit.</summary>
    public Task NextBlock => Volatile.Read(ref _nextBlock).Task;

    /// <summary>Completes when a block with the transaction is committed. Ask before submitting.</summary>
    public Task CommittedAsync(Digest transactionId) => _waiting.GetOrAdd(transactionId, _ => New()).Task;

    /// <summary>Nobody waits for the transaction any more.</summary>
    public void Forget(Digest transactionId) => _waiting.TryRemove(transactionId, out _);

    public void OnCommitted(CommittedEvent committed)
    {
        foreach (OutcomeRecord outcome in committed.Outcomes)
        {
            if (_waiting.TryRemove(outcome.TransactionId, out TaskCompletionSource? waiting))
            {
                waiting.TrySetResult();
            }
        }

        Interlocked.Exchange(ref _nextBlock, New()).TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

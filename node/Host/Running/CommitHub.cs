using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;

namespace Ledger.Node.Running;

/// <summary>Tells waiting calls what was committed. Thread-safe.</summary>
public sealed class CommitHub : ICommitListener
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Digest, HashSet<CommitWait>> _waiting = [];
    private TaskCompletionSource _nextBlock = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next commit.</summary>
    public Task NextBlock => Volatile.Read(ref _nextBlock).Task;

    /// <summary>How many calls wait; bounded by the calls that may be under way.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Values.Sum(calls => calls.Count);
            }
        }
    }

    /// <summary>One call's wait until receipts of the transaction's block may leave.</summary>
    /// <remarks>
    /// Ask before submitting; dispose when the call ends. Calls with the same bytes wait each for itself: one that is given up
    /// leaves the others waiting.
    /// </remarks>
    public CommitWait Wait(Digest transactionId)
    {
        CommitWait wait = new(this, transactionId);
        lock (_gate)
        {
            if (!_waiting.TryGetValue(transactionId, out HashSet<CommitWait>? calls))
            {
                _waiting.Add(transactionId, calls = []);
            }

            calls.Add(wait);
        }

        return wait;
    }

    public void OnCommitted(CommittedEvent committed)
        => Interlocked.Exchange(ref _nextBlock, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    public void OnSettled(CommittedEvent committed)
    {
        List<CommitWait> done = [];
        lock (_gate)
        {
            foreach (OutcomeRecord outcome in committed.Outcomes)
            {
                if (_waiting.Remove(outcome.TransactionId, out HashSet<CommitWait>? calls))
                {
                    done.AddRange(calls);
                }
            }
        }

        done.ForEach(wait => wait.Complete());
    }

    internal void Forget(CommitWait wait)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(wait.TransactionId, out HashSet<CommitWait>? calls)
                && calls.Remove(wait) && calls.Count == 0)
            {
                _waiting.Remove(wait.TransactionId);
            }
        }
    }
}

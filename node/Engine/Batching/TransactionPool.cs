using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;

namespace Ledger.Engine.Batching;

/// <summary>Transactions this validator admitted, until their batch is closed.</summary>
/// <remarks>Bounded by <see cref="EngineOptions.PoolTransactions"/>; remembers ids until they are committed or expire.</remarks>
public sealed class TransactionPool(EngineOptions options)
{
    private readonly Queue<CheckedTransaction> _waiting = [];
    private readonly Dictionary<Digest, Height> _known = [];
    private long _bytes;
    private ulong _oldestMs;

    public int Count => _waiting.Count;

    public bool IsFull => _waiting.Count >= options.PoolTransactions || _bytes >= options.PoolBytes;

    /// <summary>When the next batch falls due; null when nothing waits.</summary>
    public ulong? DueMs => _waiting.Count == 0 ? null : _oldestMs + options.BatchDelayMs;

    public bool Knows(Digest id) => _known.ContainsKey(id);

    public void Add(CheckedTransaction transaction, ulong nowMs)
    {
        _oldestMs = _waiting.Count == 0 ? nowMs : _oldestMs;
        _waiting.Enqueue(transaction);
        _known[transaction.Transaction.Id] = transaction.Transaction.ValidUntil;
        _bytes += transaction.Transaction.Bytes.Length;
    }

    /// <summary>Closes the next batch when it is big enough or old enough.</summary>
    /// <param name="self">Whose it is, for whoever reads it: where a validator stands changes with the epochs.</param>
    public CheckedBatch? TryClose(ValidatorIndex self, ulong nowMs)
    {
        bool due = DueMs <= nowMs || _bytes >= options.BatchTargetBytes;
        if (_waiting.Count == 0 || !due)
        {
            return null;
        }

        List<CheckedTransaction> taken = [];
        int bytes = 0;
        while (_waiting.Count > 0 && taken.Count < Batch.MaximumTransactions && Fits(bytes))
        {
            bytes += _waiting.Peek().Transaction.Bytes.Length + Overhead;
            taken.Add(_waiting.Dequeue());
        }

        _bytes -= taken.Sum(t => (long)t.Transaction.Bytes.Length);
        return new CheckedBatch(Batch.Of(self, [.. taken.Select(t => t.Signed)]), taken);
    }

    /// <summary>Forgets everything: whoever submitted it asks another node.</summary>
    public void Clear()
    {
        _waiting.Clear();
        _known.Clear();
        _bytes = 0;
    }

    public void Forget(Digest id) => _known.Remove(id);

    /// <summary>Forgets ids that can no longer be included.</summary>
    public void Expire(Height head)
    {
        List<Digest> gone = [.. _known.Where(k => k.Value <= head).Select(k => k.Key)];
        gone.ForEach(id => _known.Remove(id));
    }

    /// <summary>Bytes of a signed transaction around its canonical bytes.</summary>
    private const int Overhead = 69;

    private bool Fits(int bytes)
        => bytes == 0 || (bytes < options.BatchTargetBytes
            && bytes + _waiting.Peek().Transaction.Bytes.Length + Overhead + 6 <= Batch.MaximumBytes);
}

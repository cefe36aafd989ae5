namespace Ledger.Testnet.Load.Mixed;

/// <summary>Transactions that were anchored lately, for those who read. Thread-safe.</summary>
internal sealed class AnchoredSample
{
    private const int Kept = 4096;

    private readonly PreparedTransaction[] _ring = new PreparedTransaction[Kept];
    private readonly Lock _lock = new();
    private long _count;

    public void Add(PreparedTransaction transaction)
    {
        lock (_lock)
        {
            _ring[_count++ % Kept] = transaction;
        }
    }

    /// <summary>One of them at random; null before the first.</summary>
    public PreparedTransaction? Pick()
    {
        lock (_lock)
        {
            return _count == 0 ? null : _ring[Random.Shared.Next((int)Math.Min(_count, Kept))];
        }
    }

    /// <summary>Up to so many, each small.</summary>
    public PreparedTransaction[] Take(int count, int mostCommitments)
    {
        lock (_lock)
        {
            return [.. _ring.Take((int)Math.Min(_count, Kept)).Where(t => t.Commitments <= mostCommitments).Take(count)];
        }
    }
}

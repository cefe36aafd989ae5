using System.Collections.Concurrent;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Load.Mixed;

/// <summary>Makes transactions a little ahead of a load that is too long to prepare whole.</summary>
internal sealed class TransactionFeed(TestNetwork network) : IDisposable
{
    private const int Ahead = 16;

    /// <summary>A node may be this far behind the highest head seen, and must not find a transaction valid too long.</summary>
    private const ulong SlackHeights = 1_000;

    private readonly TransactionFactory _factory = new(network.Genesis, network.Issuers[0]);
    private readonly ConcurrentDictionary<int, ConcurrentQueue<PreparedTransaction>> _ready = [];
    private ulong _head = 1;

    /// <summary>Transactions are made valid from this height on.</summary>
    public void SawHeight(ulong height) => Volatile.Write(ref _head, Math.Max(_head, height));

    /// <summary>The next of so many commitments; another is made behind the caller's back.</summary>
    public PreparedTransaction Next(int commitments)
    {
        ConcurrentQueue<PreparedTransaction> ready = _ready.GetOrAdd(commitments, _ => new());
        _ = Task.Run(() => Fill(ready, commitments));
        return ready.TryDequeue(out PreparedTransaction transaction) ? transaction : Make(commitments);
    }

    public void Dispose() => _factory.Dispose();

    private void Fill(ConcurrentQueue<PreparedTransaction> ready, int commitments)
    {
        if (ready.Count < Ahead)
        {
            ready.Enqueue(Make(commitments));
        }
    }

    private PreparedTransaction Make(int commitments)
    {
        ulong head = Volatile.Read(ref _head);
        return _factory.Make(commitments, head - Math.Min(head, SlackHeights));
    }
}

using System.Collections.Concurrent;
using Ledger.Protocol.Receipts;
using Ledger.Testnet.Load;

namespace Ledger.Testnet.Ordeal;

/// <summary>Keeps every receipt as it was handed out, to be verified when the chain has changed. Thread-safe.</summary>
internal sealed class KeptReceipts : IReceiptSink
{
    private readonly ConcurrentQueue<(PreparedTransaction Transaction, byte[] Receipt)> _kept = [];

    public int Count => _kept.Count;

    public void Hear(PreparedTransaction transaction, ReadOnlySpan<byte> receipt) => _kept.Enqueue((transaction, receipt.ToArray()));

    /// <summary>How many verify by what is believed; what is wrong with the others.</summary>
    public (int Verified, IReadOnlyCollection<string> Faults) Verify(EpochHistory believed)
    {
        ReceiptAuditor auditor = new(believed);
        Parallel.ForEach(_kept, kept => auditor.Hear(kept.Transaction, kept.Receipt));
        return (auditor.Verified, auditor.Faults);
    }
}

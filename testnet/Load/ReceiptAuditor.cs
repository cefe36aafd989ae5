using System.Collections.Concurrent;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;

namespace Ledger.Testnet.Load;

/// <summary>Verifies receipts while the load runs, as somebody does who trusts no node. Thread-safe.</summary>
/// <param name="believed">A genesis alone, or with it the set changes that are believed.</param>
/// <param name="every">One receipt in so many is verified.</param>
public sealed class ReceiptAuditor(EpochHistory believed, int every = 1) : IReceiptSink
{
    private readonly ConcurrentQueue<string> _faults = [];
    private int _seen;
    private int _verified;

    /// <summary>How many receipts were verified and found good.</summary>
    public int Verified => _verified;

    /// <summary>What was wrong with the others; empty unless a node lies or is broken.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>Verifies it, when it is one of the sample.</summary>
    public void Hear(PreparedTransaction transaction, ReadOnlySpan<byte> receipt)
    {
        if (Interlocked.Increment(ref _seen) % every != 0)
        {
            return;
        }

        string fault = FaultOf(transaction, receipt);
        if (fault.Length == 0)
        {
            Interlocked.Increment(ref _verified);
        }
        else
        {
            _faults.Enqueue($"{transaction.Id}: {fault}");
        }
    }

    private string FaultOf(PreparedTransaction transaction, ReadOnlySpan<byte> bytes)
    {
        DecodeFault decode = Receipt.TryDecode(bytes, out Receipt? receipt);
        if (decode != DecodeFault.None)
        {
            return $"{decode}";
        }

        ReceiptFault fault = ReceiptVerifier.Verify(receipt!, believed, SignatureSuites.Production);
        fault = fault == ReceiptFault.None
            ? ReceiptVerifier.VerifyDocument(receipt!, new(transaction.Commitment(0)))
            : fault;
        return fault != ReceiptFault.None ? $"{fault}"
            : receipt!.TransactionId != transaction.Id ? "a receipt of another transaction"
            : "";
    }
}

namespace Ledger.Testnet.Load;

/// <summary>What a load's receipts are given to as they come. Thread-safe.</summary>
public interface IReceiptSink
{
    /// <summary>The receipt of a transaction's first leaf.</summary>
    void Hear(PreparedTransaction transaction, ReadOnlySpan<byte> receipt);
}

using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Transactions;

namespace Ledger.Protocol.Blocks;

/// <summary>A batch whose transactions' signatures have been checked.</summary>
public sealed record CheckedBatch(Batch Batch, IReadOnlyList<CheckedTransaction> Transactions)
{
    public Digest Digest => Batch.Digest;

    public int Bytes => Batch.Bytes.Length;
}

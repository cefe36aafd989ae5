using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Transactions;

namespace Ledger.Testnet.Load;

/// <summary>A signed transaction in the bytes it is sent in.</summary>
public readonly record struct PreparedTransaction(Digest Id, byte[] Bytes, int Commitments)
{
    // SignedTransaction: a u32 length, then the canonical bytes.
    private const int CommitmentsOffset = sizeof(uint) + AnchorTransaction.FixedBytes;

    public ReadOnlySpan<byte> Commitment(int index)
        => Bytes.AsSpan(CommitmentsOffset + (index * Digest.Size), Digest.Size);
}

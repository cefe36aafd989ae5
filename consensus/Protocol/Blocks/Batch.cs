using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;

namespace Ledger.Protocol.Blocks;

/// <summary>The unit of dissemination: transactions one validator admitted together; blocks name it by digest.</summary>
/// <remarks>Wire: version u8 = 1, origin u8, count u32, signed transactions. Digest: SHA-256 of these bytes.</remarks>
public sealed class Batch
{
    public const byte Version = 1;

    /// <summary>Most bytes of one batch: two of the longest transactions fit.</summary>
    public const int MaximumBytes = 5 * 1024 * 1024;

    public const int MaximumTransactions = 4_096;

    private const int HeaderBytes = 6;

    private Batch(ReadOnlyMemory<byte> bytes, ValidatorIndex origin, IReadOnlyList<SignedTransaction> transactions)
    {
        Bytes = bytes;
        Origin = origin;
        Transactions = transactions;
        Digest = Sha256.Hash(bytes.Span);
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    public Digest Digest { get; }

    public ValidatorIndex Origin { get; }

    public IReadOnlyList<SignedTransaction> Transactions { get; }

    public static Batch Of(ValidatorIndex origin, IReadOnlyList<SignedTransaction> transactions)
    {
        WireWriter writer = new(HeaderBytes + transactions.Sum(t => t.Transaction.Bytes.Length + 69));
        writer.U8(Version).Validator(origin).U32((uint)transactions.Count);
        foreach (SignedTransaction transaction in transactions)
        {
            transaction.Write(writer);
        }

        return new Batch(writer.ToArray(), origin, transactions);
    }

    public static DecodeFault TryDecode(ReadOnlyMemory<byte> bytes, out Batch? batch)
    {
        batch = null;
        if (bytes.Length > MaximumBytes)
        {
            return DecodeFault.TooLong;
        }

        WireReader reader = new(bytes.Span);
        reader.Require(reader.U8() == Version, DecodeFault.UnknownKind);
        ValidatorIndex origin = reader.Validator();
        int count = reader.Count(MaximumTransactions);
        reader.Require(count > 0, DecodeFault.NotCanonical);
        List<SignedTransaction> transactions = new(Math.Min(count, 64));
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            if (SignedTransaction.Read(ref reader, bytes) is { } transaction)
            {
                transactions.Add(transaction);
            }
        }

        DecodeFault fault = reader.Finish();
        batch = fault == DecodeFault.None ? new Batch(bytes, origin, transactions) : null;
        return fault;
    }
}

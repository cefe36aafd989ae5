using System.Buffers.Binary;
using Ledger.Cryptography.Hashing;

namespace Ledger.Protocol.Transactions;

/// <summary>One leaf of the anchor log: 54 bytes, so that 0x00 and the record are one hash block.</summary>
/// <remarks>
/// PROTOCOL.md section 4. Version 1, scheme 1, document type 2, issuer 4, commitment 32, valid-from 4, valid-to 4
/// (Unix seconds), first 6 bytes of the transaction id.
/// </remarks>
public readonly record struct LeafRecord(AnchorTerms Terms, uint Issuer, Digest Commitment, ulong TransactionPrefix)
{
    public const int Size = 54;

    /// <summary>Where the commitment stands in a record.</summary>
    public const int CommitmentOffset = 8;

    private const byte Version = 1;

    /// <summary>Leaf 0 of every log: names the chain, belongs to no issuer.</summary>
    public static LeafRecord Genesis(Digest chainId) => new(default, uint.MaxValue, chainId, 0);

    /// <summary>Writes the records of all leaves of <paramref name="transaction"/>, <see cref="Size"/> bytes each.</summary>
    public static void WriteAll(AnchorTransaction transaction, Span<byte> destination)
    {
        LeafRecord first = new(transaction.Terms, transaction.Issuer, default, PrefixOf(transaction.Id));
        Span<byte> template = stackalloc byte[Size];
        first.Write(template);
        ReadOnlySpan<byte> commitments = transaction.Commitments.Span;
        for (int i = 0; i < transaction.LeafCount; i++)
        {
            Span<byte> record = destination.Slice(i * Size, Size);
            template.CopyTo(record);
            commitments.Slice(i * Digest.Size, Digest.Size).CopyTo(record[CommitmentOffset..]);
        }
    }

    public void Write(Span<byte> record)
    {
        record[0] = Version;
        record[1] = (byte)Terms.Scheme;
        BinaryPrimitives.WriteUInt16BigEndian(record[2..], Terms.DocumentType);
        BinaryPrimitives.WriteUInt32BigEndian(record[4..], Issuer);
        Commitment.CopyTo(record[CommitmentOffset..]);
        BinaryPrimitives.WriteUInt32BigEndian(record[40..], Terms.ValidFromSeconds);
        BinaryPrimitives.WriteUInt32BigEndian(record[44..], Terms.ValidToSeconds);
        BinaryPrimitives.WriteUInt16BigEndian(record[48..], (ushort)(TransactionPrefix >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(record[50..], (uint)TransactionPrefix);
    }

    public byte[] Encode()
    {
        byte[] record = new byte[Size];
        Write(record);
        return record;
    }

    public static bool TryRead(ReadOnlySpan<byte> record, out LeafRecord leaf)
    {
        bool known = record.Length == Size && record[0] == Version;
        leaf = known ? Read(record) : default;
        return known;
    }

    /// <summary>The first 6 bytes of a transaction id as a number.</summary>
    public static ulong PrefixOf(Digest transactionId)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        transactionId.CopyTo(bytes);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16;
    }

    private static LeafRecord Read(ReadOnlySpan<byte> record)
        => new(
            new AnchorTerms(
                (CommitmentScheme)record[1],
                BinaryPrimitives.ReadUInt16BigEndian(record[2..]),
                BinaryPrimitives.ReadUInt32BigEndian(record[40..]),
                BinaryPrimitives.ReadUInt32BigEndian(record[44..])),
            BinaryPrimitives.ReadUInt32BigEndian(record[4..]),
            new Digest(record.Slice(CommitmentOffset, Digest.Size)),
            ((ulong)BinaryPrimitives.ReadUInt16BigEndian(record[48..]) << 32)
                | BinaryPrimitives.ReadUInt32BigEndian(record[50..]));
}

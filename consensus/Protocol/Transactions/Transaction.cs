using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Transactions;

/// <summary>An issuer's request to anchor commitments, in canonical bytes; its id is the SHA-256 of exactly these bytes.</summary>
/// <remarks>
/// PROTOCOL.md section 3. Layout, big-endian: version u8 = 1, chain id 32, kind u8, valid-until height u64, issuer u32,
/// scheme u8, document type u16, valid-from u32, valid-to u32 (Unix seconds), count u32, then for an AnchorList
/// <c>count</c> commitments of 32 bytes, for an AnchorRoot one root (count says how many commitments it covers).
/// </remarks>
public sealed class Transaction
{
    public const byte Version = 1;

    /// <summary>Most commitments in one AnchorList.</summary>
    public const int MaximumCommitments = 65_536;

    /// <summary>Length of everything before the commitments.</summary>
    public const int FixedBytes = 1 + 32 + 1 + 8 + 4 + 1 + 2 + 4 + 4 + 4;

    public const int MaximumBytes = FixedBytes + (MaximumCommitments * Digest.Size);

    private Transaction(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>The canonical bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    public Digest Id { get; private init; }

    public Digest ChainId { get; private init; }

    public TransactionKind Kind { get; private init; }

    /// <summary>Last height at which the transaction may be included.</summary>
    public Height ValidUntil { get; private init; }

    public uint Issuer { get; private init; }

    public AnchorTerms Terms { get; private init; }

    /// <summary>How many commitments stand behind the transaction.</summary>
    public uint Count { get; private init; }

    /// <summary>How many leaves it adds to the anchor log.</summary>
    public int LeafCount => Kind == TransactionKind.AnchorList ? (int)Count : 1;

    /// <summary>The packed commitments, 32 bytes for each leaf.</summary>
    public ReadOnlyMemory<byte> Commitments => Bytes[FixedBytes..];

    public static Transaction AnchorList(
        Digest chainId, Height validUntil, uint issuer, AnchorTerms terms, ReadOnlySpan<byte> commitments)
        => Build(
            chainId, TransactionKind.AnchorList, validUntil, issuer, terms, (uint)(commitments.Length / 32), commitments);

    public static Transaction AnchorRoot(
        Digest chainId, Height validUntil, uint issuer, AnchorTerms terms, uint count, Digest root)
        => Build(chainId, TransactionKind.AnchorRoot, validUntil, issuer, terms, count, root.ToArray());

    /// <summary>Decodes canonical bytes and keeps them; no other bytes decode to the same transaction.</summary>
    public static DecodeFault TryDecode(ReadOnlyMemory<byte> bytes, out Transaction? transaction)
    {
        WireReader reader = new(bytes.Span);
        reader.Require(reader.U8() == Version, DecodeFault.UnknownKind);
        Transaction read = new(bytes)
        {
            ChainId = reader.Digest(),
            Kind = (TransactionKind)reader.U8(),
            ValidUntil = reader.Height(),
            Issuer = reader.U32(),
            Terms = AnchorTerms.Read(ref reader),
            Count = reader.U32(),
            Id = Sha256.Hash(bytes.Span),
        };
        ReadCommitments(ref reader, read);
        DecodeFault fault = reader.Finish();
        transaction = fault == DecodeFault.None ? read : null;
        return fault;
    }

    private static void ReadCommitments(ref WireReader reader, Transaction read)
    {
        bool list = read.Kind == TransactionKind.AnchorList;
        reader.Require(list || read.Kind == TransactionKind.AnchorRoot, DecodeFault.UnknownKind);
        reader.Require(
            read.Terms.Scheme == (list ? CommitmentScheme.SaltedFile : CommitmentScheme.MerkleRoot),
            DecodeFault.UnknownKind);
        reader.Require(read.Count > 0, DecodeFault.NotCanonical);
        reader.Require(!list || read.Count <= MaximumCommitments, DecodeFault.TooLong);
        if (!reader.Failed)
        {
            reader.Take(read.LeafCount * Digest.Size);
        }
    }

    private static Transaction Build(
        Digest chainId,
        TransactionKind kind,
        Height validUntil,
        uint issuer,
        AnchorTerms terms,
        uint count,
        ReadOnlySpan<byte> commitments)
    {
        WireWriter writer = new(FixedBytes + commitments.Length);
        writer.U8(Version).Digest(chainId).U8((byte)kind).Height(validUntil).U32(issuer);
        terms.Write(writer);
        DecodeFault fault = TryDecode(writer.U32(count).Raw(commitments).ToArray(), out Transaction? built);
        return built ?? throw new ArgumentException($"These values make no transaction: {fault}.");
    }
}

using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Transactions;

/// <summary>An issuer's request to anchor commitments, listed or under one root.</summary>
/// <remarks>
/// PROTOCOL.md section 3. After the header, big-endian: issuer u32, scheme u8, document type u16, valid-from u32, valid-to u32
/// (Unix seconds), count u32, then for an AnchorList <c>count</c> commitments of 32 bytes, for an AnchorRoot one root (count says
/// how many commitments it covers).
/// </remarks>
public sealed class AnchorTransaction : Transaction
{
    /// <summary>Most commitments in one AnchorList.</summary>
    public const int MaximumCommitments = 65_536;

    /// <summary>Length of everything before the commitments.</summary>
    public const int FixedBytes = HeaderBytes + 4 + 1 + 2 + 4 + 4 + 4;

    public const int LongestBytes = FixedBytes + (MaximumCommitments * Digest.Size);

    private AnchorTransaction(ReadOnlyMemory<byte> bytes, TransactionHeader header, ref WireReader reader)
        : base(bytes, header)
    {
        Issuer = reader.U32();
        Terms = AnchorTerms.Read(ref reader);
        Count = reader.U32();
    }

    public uint Issuer { get; }

    public override uint? SigningIssuer => Issuer;

    public AnchorTerms Terms { get; }

    /// <summary>How many commitments stand behind the transaction.</summary>
    public uint Count { get; }

    public override int LeafCount => Kind == TransactionKind.AnchorList ? (int)Count : 1;

    /// <summary>The packed commitments, 32 bytes for each leaf.</summary>
    public ReadOnlyMemory<byte> Commitments => Bytes[FixedBytes..];

    public static AnchorTransaction List(
        Digest chainId, Height validUntil, uint issuer, AnchorTerms terms, ReadOnlySpan<byte> commitments)
    {
        TransactionHeader header = new(chainId, TransactionKind.AnchorList, validUntil);
        return Build(header, issuer, terms, (uint)(commitments.Length / Digest.Size), commitments);
    }

    public static AnchorTransaction Root(
        Digest chainId, Height validUntil, uint issuer, AnchorTerms terms, uint count, Digest root)
        => Build(new TransactionHeader(chainId, TransactionKind.AnchorRoot, validUntil), issuer, terms, count, root.ToArray());

    internal static AnchorTransaction Read(ReadOnlyMemory<byte> bytes, TransactionHeader header, ref WireReader reader)
    {
        AnchorTransaction read = new(bytes, header, ref reader);
        bool list = read.Kind == TransactionKind.AnchorList;
        reader.Require(
            read.Terms.Scheme == (list ? CommitmentScheme.SaltedFile : CommitmentScheme.MerkleRoot),
            DecodeFault.UnknownKind);
        reader.Require(read.Count > 0, DecodeFault.NotCanonical);
        reader.Require(!list || read.Count <= MaximumCommitments, DecodeFault.TooLong);
        if (!reader.Failed)
        {
            reader.Take(read.LeafCount * Digest.Size);
        }

        return read;
    }

    private static AnchorTransaction Build(
        TransactionHeader header, uint issuer, AnchorTerms terms, uint count, ReadOnlySpan<byte> commitments)
    {
        WireWriter writer = header.Write(new WireWriter(FixedBytes + commitments.Length)).U32(issuer);
        terms.Write(writer);
        DecodeFault fault = TryDecode(writer.U32(count).Raw(commitments).ToArray(), out Transaction? built);
        return built as AnchorTransaction ?? throw new ArgumentException($"These values make no transaction: {fault}.");
    }
}

using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;

namespace Ledger.Protocol.Receipts;

/// <summary>Issuers that governance decided, as a file beside receipts: <c>ledger-issuers</c>. Reading it believes nothing.</summary>
/// <remarks>
/// Wire: magic 14, version u8 = 1, chain id 32, count u32 of at most <see cref="MaximumPieces"/>, then each piece behind its length. See
/// <see cref="EpochHistory.Learn"/> for what is believed of it.
/// </remarks>
public sealed record IssuerFile(Digest ChainId, IReadOnlyList<ProvenIssuers> Pieces)
{
    public const byte Version = 1;

    /// <summary>As many as all issuers of a chain take.</summary>
    public const int MaximumPieces = Governance.IssuerBook.MaximumIssuers / ProvenIssuers.MaximumEntries;

    /// <summary>Longest encoding in bytes.</summary>
    public const int MaximumBytes = 64 * 1024 * 1024;

    private static readonly byte[] Magic = "ledger-issuers"u8.ToArray();

    public byte[] Encode()
    {
        Invariant.Holds(Pieces.Count <= MaximumPieces, "a file of issuers has at most 64 pieces");
        WireWriter writer = new(4096);
        writer.Raw(Magic).U8(Version).Digest(ChainId).U32((uint)Pieces.Count);
        foreach (ProvenIssuers piece in Pieces)
        {
            writer.Block(piece.Encode());
        }

        return writer.ToArray();
    }

    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, out IssuerFile? file)
    {
        WireReader reader = new(bytes);
        reader.Require(bytes.Length <= MaximumBytes, DecodeFault.TooLong);
        reader.Require(reader.Take(Magic.Length).SequenceEqual(Magic) && reader.U8() == Version, DecodeFault.UnknownKind);
        IssuerFile read = new(reader.Digest(), ReadPieces(ref reader));
        DecodeFault fault = reader.Finish();
        file = fault == DecodeFault.None ? read : null;
        return fault;
    }

    private static List<ProvenIssuers> ReadPieces(ref WireReader reader)
    {
        List<ProvenIssuers> pieces = [];
        for (int left = reader.Count(MaximumPieces); left > 0 && !reader.Failed; left--)
        {
            DecodeFault fault = ProvenIssuers.TryDecode(reader.Block(ProvenIssuers.MaximumBytes), out ProvenIssuers? piece);
            reader.Require(fault == DecodeFault.None, fault);
            pieces.AddRange(piece is null ? [] : [piece]);
        }

        return pieces;
    }
}

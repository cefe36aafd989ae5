using System.Formats.Cbor;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Numbers;

namespace Ledger.Client.Cose;

/// <summary>The protected header of a receipt: everything that is signed beside the root.</summary>
/// <remarks>
/// RFC 9052 3.1, RFC 9942, RFC 9597 (CWT claims in headers). A map {1: algorithm, 4: key id, 15: {1: origin, -65537: tree size,
/// -65538: block height}, 395: 1}, where 395: 1 is RFC9162_SHA256. The profile of RFC 9942 leaves the tree size unsigned, so that leaf
/// 5 of 8 would pass as leaf 5 of 7; hence the two private claims, from the range that RFC 8392 leaves for them.
/// </remarks>
/// <param name="Suite">Ed25519 (EdDSA, -8) or P-256 (ES256, -7).</param>
/// <param name="KeyId">SHA-256 of the key's SubjectPublicKeyInfo.</param>
/// <param name="Origin">The log's name, as its checkpoints have it: 1 to 255 printable ASCII characters.</param>
/// <param name="TreeSize">Leaves in the log.</param>
/// <param name="Height">Of the block that the log had this size after.</param>
public sealed record CoseHeader(SuiteId Suite, Digest KeyId, string Origin, ulong TreeSize, Height Height)
{
    public const int MaximumOrigin = 255;

    private const int AlgorithmLabel = 1;
    private const int KeyIdLabel = 4;
    private const int ClaimsLabel = 15;
    private const int StructureLabel = 395;
    private const int Rfc9162Sha256 = 1;
    private const int IssuerClaim = 1;
    private const int TreeSizeClaim = -65537;
    private const int HeightClaim = -65538;
    private const int EdDsa = -8;
    private const int Es256 = -7;

    public static Digest KeyIdOf(SuiteId suite, ReadOnlySpan<byte> publicKey) => Sha256.Hash(PublicKeyInfo.Encode(suite, publicKey));

    /// <summary>Whether a suite has a registered algorithm of COSE: SM2 has none.</summary>
    public static bool Supports(SuiteId suite) => suite is SuiteId.Ed25519 or SuiteId.P256;

    public static bool IsOrigin(string text)
        => text.Length is > 0 and <= MaximumOrigin && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    public byte[] Encode()
    {
        CborWriter writer = new(CborConformanceMode.Canonical);
        writer.WriteStartMap(4);
        writer.WriteInt32(AlgorithmLabel);
        writer.WriteInt32(Suite == SuiteId.Ed25519 ? EdDsa : Es256);
        writer.WriteInt32(KeyIdLabel);
        writer.WriteByteString(KeyId.ToArray());
        writer.WriteInt32(ClaimsLabel);
        writer.WriteStartMap(3);
        writer.WriteInt32(IssuerClaim);
        writer.WriteTextString(Origin);
        writer.WriteInt32(TreeSizeClaim);
        writer.WriteUInt64(TreeSize);
        writer.WriteInt32(HeightClaim);
        writer.WriteUInt64(Height.Value);
        writer.WriteEndMap();
        writer.WriteInt32(StructureLabel);
        writer.WriteInt32(Rfc9162Sha256);
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>Strict: the bytes are exactly what <see cref="Encode"/> makes of the header.</summary>
    public static CoseFault TryDecode(ReadOnlySpan<byte> bytes, out CoseHeader? header)
        => StrictCbor.TryRead(bytes, 1024, Read, read => read.Encode(), out header);

    private static CoseHeader? Read(CborReader reader, StrictCbor check)
    {
        check.Map(reader, 4);
        check.Label(reader, AlgorithmLabel);
        SuiteId suite = reader.ReadInt32() switch { EdDsa => SuiteId.Ed25519, Es256 => SuiteId.P256, _ => SuiteId.None };
        check.Require(suite != SuiteId.None, CoseFault.UnknownAlgorithm);
        check.Label(reader, KeyIdLabel);
        Digest keyId = check.Hash(reader);
        check.Label(reader, ClaimsLabel);
        check.Map(reader, 3);
        check.Label(reader, IssuerClaim);
        string origin = reader.ReadTextString();
        check.Require(IsOrigin(origin));
        check.Label(reader, TreeSizeClaim);
        ulong size = reader.ReadUInt64();
        check.Label(reader, HeightClaim);
        ulong height = reader.ReadUInt64();
        reader.ReadEndMap();
        check.Label(reader, StructureLabel);
        check.Require(reader.ReadInt32() == Rfc9162Sha256);
        reader.ReadEndMap();
        return new CoseHeader(suite, keyId, origin, size, new Height(height));
    }
}

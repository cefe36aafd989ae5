using System.Formats.Cbor;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;

namespace Ledger.Client.Cose;

/// <summary>One validator's word that a leaf is in the log of one size: a COSE_Sign1 with an inclusion proof.</summary>
/// <remarks>
/// RFC 9942: tag 18, [protected header, {396: {-1: [proof]}}, nil, signature], a proof being the bytes of [tree size, index, [path]].
/// The payload that is signed and not carried is the SHA-256 root that the path leads to. A verifier of RFC 9942 that knows nothing of
/// this profile's claims verifies it. Decoding believes nothing; <see cref="Verify"/> checks. SM3 and SM2 are not in it: COSE has no
/// registered algorithm for either.
/// </remarks>
public sealed class CoseReceipt
{
    /// <summary>Longest encoding in bytes: a path of 64 hashes and the longest header.</summary>
    public const int MaximumBytes = 4096;

    private const CborTag Sign1 = (CborTag)18;
    private const int ProofsLabel = 396;
    private const int InclusionLabel = -1;
    private const int MaximumPath = 64;

    private readonly Digest[] _path;
    private readonly byte[] _signature;

    private CoseReceipt(CoseHeader header, ulong leafIndex, Digest[] path, byte[] signature)
        => (Header, LeafIndex, _path, _signature) = (header, leafIndex, path, signature);

    public CoseHeader Header { get; }

    public ulong LeafIndex { get; }

    /// <summary>Siblings from the leaf up.</summary>
    public ReadOnlySpan<Digest> Path => _path;

    /// <summary>Signs for a leaf that the caller has proven to be in the log.</summary>
    /// <param name="leafHash">The RFC 6962 hash of the leaf's record.</param>
    /// <param name="proof">Its SHA-256 half is taken.</param>
    /// <exception cref="ArgumentException">A suite that COSE has no algorithm for, no origin, or a log of one leaf.</exception>
    public static CoseReceipt Sign(ISigner signer, string origin, Height height, Digest leafHash, InclusionProof proof)
    {
        if (!CoseHeader.Supports(signer.Suite) || !CoseHeader.IsOrigin(origin) || proof.TreeSize < 2)
        {
            throw new ArgumentException("Ed25519 or P-256, an origin of printable ASCII, and two leaves at least.");
        }

        Digest keyId = CoseHeader.KeyIdOf(signer.Suite, signer.PublicKey.Span);
        CoseHeader header = new(signer.Suite, keyId, origin, proof.TreeSize, height);
        Digest[] path = [.. proof.Path.ToArray().Select(twin => twin.Sha256)];
        Digest root = Sha256Path.RootFrom(leafHash, proof.LeafIndex, proof.TreeSize, path);
        return new CoseReceipt(header, proof.LeafIndex, path, signer.Sign(ToBeSigned(header, root)));
    }

    /// <summary>The root that is signed, if the leaf is the one meant.</summary>
    public Digest RootFrom(Digest leafHash) => Sha256Path.RootFrom(leafHash, LeafIndex, Header.TreeSize, _path);

    /// <summary>Whether this key signed for a log with this leaf at this place.</summary>
    public CoseFault Verify(Digest leafHash, ReadOnlySpan<byte> publicKey, SignatureSuites suites)
        => !suites.Knows(Header.Suite, publicKey.Length) || CoseHeader.KeyIdOf(Header.Suite, publicKey) != Header.KeyId ? CoseFault.WrongKey
            : suites.Verify(Header.Suite, publicKey, ToBeSigned(Header, RootFrom(leafHash)), _signature) ? CoseFault.None
            : CoseFault.BadSignature;

    public byte[] Encode()
    {
        CborWriter writer = new(CborConformanceMode.Canonical);
        writer.WriteTag(Sign1);
        writer.WriteStartArray(4);
        writer.WriteByteString(Header.Encode());
        writer.WriteStartMap(1);
        writer.WriteInt32(ProofsLabel);
        writer.WriteStartMap(1);
        writer.WriteInt32(InclusionLabel);
        writer.WriteStartArray(1);
        writer.WriteByteString(EncodeProof());
        writer.WriteEndArray();
        writer.WriteEndMap();
        writer.WriteEndMap();
        writer.WriteNull();
        writer.WriteByteString(_signature);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>Strict: the bytes are exactly what <see cref="Encode"/> makes of the receipt, and its path fits its numbers.</summary>
    public static CoseFault TryDecode(ReadOnlySpan<byte> bytes, out CoseReceipt? receipt)
        => StrictCbor.TryRead(bytes, MaximumBytes, Read, read => read.Encode(), out receipt);

    private static CoseReceipt? Read(CborReader reader, StrictCbor check)
    {
        check.Require(reader.ReadTag() == Sign1);
        check.List(reader, 4);
        check.Join(CoseHeader.TryDecode(reader.ReadByteString(), out CoseHeader? header));
        check.Map(reader, 1);
        check.Label(reader, ProofsLabel);
        check.Map(reader, 1);
        check.Label(reader, InclusionLabel);
        check.List(reader, 1);
        byte[] proof = reader.ReadByteString();
        reader.ReadEndArray();
        reader.ReadEndMap();
        reader.ReadEndMap();
        reader.ReadNull();
        byte[] signature = reader.ReadByteString();
        check.Require(signature.Length == SignatureSuites.SignatureSize);
        reader.ReadEndArray();
        return header is null ? null : ReadProof(proof, header, signature, check);
    }

    private static CoseReceipt? ReadProof(byte[] bytes, CoseHeader header, byte[] signature, StrictCbor check)
    {
        CborReader reader = new(bytes, CborConformanceMode.Canonical);
        check.List(reader, 3);
        check.Require(reader.ReadUInt64() == header.TreeSize, CoseFault.WrongTreeSize);
        ulong index = reader.ReadUInt64();
        check.Require(reader.ReadStartArray() is <= MaximumPath, CoseFault.WrongPath);
        List<Digest> path = [];
        while (path.Count <= MaximumPath && reader.PeekState() != CborReaderState.EndArray)
        {
            path.Add(check.Hash(reader));
        }

        reader.ReadEndArray();
        reader.ReadEndArray();
        bool fits = header.TreeSize >= 2 && Sha256Path.Fits(index, header.TreeSize, path.Count);
        check.Require(fits, CoseFault.WrongPath);
        return fits ? new CoseReceipt(header, index, [.. path], signature) : null;
    }

    private byte[] EncodeProof()
    {
        CborWriter writer = new(CborConformanceMode.Canonical);
        writer.WriteStartArray(3);
        writer.WriteUInt64(Header.TreeSize);
        writer.WriteUInt64(LeafIndex);
        writer.WriteStartArray(_path.Length);
        foreach (Digest sibling in _path)
        {
            writer.WriteByteString(sibling.ToArray());
        }

        writer.WriteEndArray();
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>RFC 9052 4.4: ["Signature1", protected header, no external data, payload].</summary>
    private static byte[] ToBeSigned(CoseHeader header, Digest root)
    {
        CborWriter writer = new(CborConformanceMode.Canonical);
        writer.WriteStartArray(4);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(header.Encode());
        writer.WriteByteString([]);
        writer.WriteByteString(root.ToArray());
        writer.WriteEndArray();
        return writer.Encode();
    }
}

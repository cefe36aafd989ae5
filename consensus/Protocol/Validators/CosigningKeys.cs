using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;

namespace Ledger.Protocol.Validators;

/// <summary>The public keys by which a validator cosigns checkpoints, and does nothing else (PROTOCOL.md C1).</summary>
/// <remarks>
/// Apart from its consensus key, which signs what may be given up yet, and of both suites for every validator, so that whoever knows
/// one suite alone still sees a whole jurisdiction quorum. Wire: 32 bytes, then 65.
/// </remarks>
/// <param name="Ed25519">32 bytes (RFC 8032).</param>
/// <param name="Sm2">65 bytes: 0x04, x, y.</param>
public sealed record CosigningKeys(ReadOnlyMemory<byte> Ed25519, ReadOnlyMemory<byte> Sm2)
{
    public const int Ed25519Bytes = 32;

    public const int Sm2Bytes = 65;

    public static CosigningKeys Of(CosigningSigners signers) => new(signers.Ed25519.PublicKey, signers.Sm2.PublicKey);

    /// <summary>Both keys, as a key file has them; null for bytes of another length.</summary>
    public static CosigningKeys? Split(ReadOnlyMemory<byte> both)
        => both.Length == Ed25519Bytes + Sm2Bytes ? new(both[..Ed25519Bytes], both[Ed25519Bytes..]) : null;

    /// <summary>Whether these are the public keys of <paramref name="signers"/>.</summary>
    public bool AreOf(CosigningSigners signers)
        => Ed25519.Span.SequenceEqual(signers.Ed25519.PublicKey.Span) && Sm2.Span.SequenceEqual(signers.Sm2.PublicKey.Span);

    public void Write(WireWriter writer)
    {
        Invariant.Holds(Ed25519.Length == Ed25519Bytes && Sm2.Length == Sm2Bytes, "cosigning keys are of 32 and 65 bytes");
        writer.Raw(Ed25519.Span).Raw(Sm2.Span);
    }

    public static CosigningKeys Read(ref WireReader reader) => new(reader.Take(Ed25519Bytes).ToArray(), reader.Take(Sm2Bytes).ToArray());
}

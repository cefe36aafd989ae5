using Ledger.Cryptography.Native;

namespace Ledger.Cryptography.Signatures.Curves;

/// <summary>Signatures of 64 bytes over digests of 32, by way of OpenSSL.</summary>
internal static class CurveSignature
{
    public static bool Verify(EvpKey key, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        Span<byte> der = stackalloc byte[LibCrypto.LongestSignature];
        int length = RawSignature.ToDer(signature, der);
        return LibCrypto.Verify(key, digest, der[..length]);
    }

    public static byte[] Sign(EvpKey key, ReadOnlySpan<byte> digest)
    {
        Span<byte> der = stackalloc byte[LibCrypto.LongestSignature];
        int length = LibCrypto.Sign(key, digest, der);
        return RawSignature.FromDer(der[..length]);
    }
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Ledger.Cryptography.Native;

/// <summary>What the project uses of Bitcoin Core's libsecp256k1, as spans; nothing else calls into it.</summary>
/// <remarks>
/// The bridge's alone, so it is looked for when it is first used. One context for all threads: it is made and blinded once, and
/// never changed after that. Lengths are the caller's to keep: the library ends the process where they are wrong.
/// </remarks>
internal static unsafe partial class LibSecp256k1
{
    public const int SecretSize = 32;
    public const int DigestSize = 32;
    public const int PointSize = 65;
    public const int CompactSize = 64;

    private const string Library = "libsecp256k1.so.1";
    private const uint SignAndVerify = 0x0301;
    private const uint Uncompressed = 0x0002;
    private const int KeySize = 64;
    private const int RecoverableSize = 65;

    private static readonly nint Context = MakeContext();

    /// <summary>The uncompressed point of a secret; false when the secret is none.</summary>
    public static bool TryPoint(ReadOnlySpan<byte> secret, Span<byte> point)
    {
        byte* key = stackalloc byte[KeySize];
        fixed (byte* s = secret)
        {
            return MakePublicKey(Context, key, s) == 1 && Serialize(key, point);
        }
    }

    /// <summary>r and s, s not above n / 2, with a nonce by RFC 6979; and which of four keys it is that recovers.</summary>
    public static bool TrySign(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> digest, Span<byte> compact, out int recovery)
    {
        byte* signature = stackalloc byte[RecoverableSize];
        int id = 0;
        bool good;
        fixed (byte* s = secret, d = digest, c = compact)
        {
            good = SignRecoverable(Context, signature, d, s, 0, 0) == 1 && SerializeRecoverable(Context, c, &id, signature) == 1;
        }

        recovery = id;
        return good;
    }

    public static bool TryRecover(ReadOnlySpan<byte> compact, int recovery, ReadOnlySpan<byte> digest, Span<byte> point)
    {
        byte* signature = stackalloc byte[RecoverableSize];
        byte* key = stackalloc byte[KeySize];
        fixed (byte* c = compact, d = digest)
        {
            return ParseRecoverable(Context, signature, c, recovery) == 1
                && Recover(Context, key, signature, d) == 1
                && Serialize(key, point);
        }
    }

    /// <summary>False also for an s above n / 2.</summary>
    public static bool Verify(ReadOnlySpan<byte> point, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> compact)
    {
        byte* signature = stackalloc byte[KeySize];
        byte* key = stackalloc byte[KeySize];
        fixed (byte* p = point, c = compact, d = digest)
        {
            return ParsePublicKey(Context, key, p, (nuint)point.Length) == 1
                && ParseSignature(Context, signature, c) == 1
                && Verify(Context, signature, d, key) == 1;
        }
    }

    private static bool Serialize(byte* key, Span<byte> point)
    {
        nuint length = PointSize;
        fixed (byte* p = point)
        {
            return SerializePublicKey(Context, p, &length, key, Uncompressed) == 1;
        }
    }

    private static nint MakeContext()
    {
        NativeLibraries.Register(Library, "libsecp256k1", "libsecp256k1-1", "libsecp256k1.so.2", "libsecp256k1");
        nint context = CreateContext(SignAndVerify);
        byte[] blinding = RandomNumberGenerator.GetBytes(SecretSize);
        fixed (byte* seed = blinding)
        {
            if (Randomize(context, seed) != 1)
            {
                throw new InvalidOperationException("libsecp256k1 refused what it has no reason to refuse.");
            }
        }

        return context;
    }

    [LibraryImport(Library, EntryPoint = "secp256k1_context_create")]
    private static partial nint CreateContext(uint flags);

    [LibraryImport(Library, EntryPoint = "secp256k1_context_randomize")]
    private static partial int Randomize(nint context, byte* seed);

    [LibraryImport(Library, EntryPoint = "secp256k1_ec_pubkey_create")]
    private static partial int MakePublicKey(nint context, byte* key, byte* secret);

    [LibraryImport(Library, EntryPoint = "secp256k1_ec_pubkey_parse")]
    private static partial int ParsePublicKey(nint context, byte* key, byte* point, nuint length);

    [LibraryImport(Library, EntryPoint = "secp256k1_ec_pubkey_serialize")]
    private static partial int SerializePublicKey(nint context, byte* point, nuint* length, byte* key, uint flags);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_signature_parse_compact")]
    private static partial int ParseSignature(nint context, byte* signature, byte* compact);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_verify")]
    private static partial int Verify(nint context, byte* signature, byte* digest, byte* key);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_sign_recoverable")]
    private static partial int SignRecoverable(nint context, byte* signature, byte* digest, byte* secret, nint nonce, nint data);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_recoverable_signature_serialize_compact")]
    private static partial int SerializeRecoverable(nint context, byte* compact, int* recovery, byte* signature);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_recoverable_signature_parse_compact")]
    private static partial int ParseRecoverable(nint context, byte* signature, byte* compact, int recovery);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_recover")]
    private static partial int Recover(nint context, byte* key, byte* signature, byte* digest);
}

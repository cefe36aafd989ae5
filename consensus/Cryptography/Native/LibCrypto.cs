using System.Runtime.InteropServices;

namespace Ledger.Cryptography.Native;

/// <summary>What the project uses of OpenSSL's libcrypto 3, as spans; nothing else calls into it.</summary>
/// <remarks>
/// The same library that .NET itself loads on Linux. A key may be used by many threads at once: each call has a context of its own.
/// A refused signature leaves entries in the thread's error queue, which are cleared.
/// </remarks>
internal static unsafe partial class LibCrypto
{
    /// <summary>The longest DER form of a signature over a curve of 256 bits.</summary>
    public const int LongestSignature = 72;

    private const string Library = "libcrypto.so.3";

    static LibCrypto() => NativeLibraries.Register(
        Library, "OpenSSL 3, which .NET needs too", "libssl3");

    /// <summary>Reads a SubjectPublicKeyInfo (RFC 5280 4.1); null when it is none, or its point is not on its curve.</summary>
    public static EvpKey? ReadPublicKey(ReadOnlySpan<byte> der)
    {
        fixed (byte* start = der)
        {
            byte* at = start;
            return Owned(DecodePublicKey(0, &at, der.Length));
        }
    }

    /// <summary>Reads a PrivateKeyInfo (RFC 5208 5) without a public key, which is computed.</summary>
    public static EvpKey? ReadPrivateKey(ReadOnlySpan<byte> der)
    {
        fixed (byte* start = der)
        {
            byte* at = start;
            return Owned(DecodePrivateKey(0, &at, der.Length));
        }
    }

    /// <summary>The SubjectPublicKeyInfo of a key; the length is known from its curve.</summary>
    public static void WritePublicKey(EvpKey key, Span<byte> der)
    {
        CheckResult(EncodePublicKey(key, null) == der.Length);
        fixed (byte* start = der)
        {
            byte* at = start;
            CheckResult(EncodePublicKey(key, &at) == der.Length);
        }
    }

    /// <summary>Whether a DER signature is the key's over a digest of 32 bytes.</summary>
    public static bool Verify(EvpKey key, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> der)
    {
        nint context = NewContext(key);
        fixed (byte* s = der, d = digest)
        {
            bool good = VerifyStart(context) == 1 && Verify(context, s, (nuint)der.Length, d, (nuint)digest.Length) == 1;
            FreeContext(context);
            if (!good)
            {
                ClearErrors();
            }

            return good;
        }
    }

    /// <summary>Signs a digest of 32 bytes; gives the length of the DER form.</summary>
    public static int Sign(EvpKey key, ReadOnlySpan<byte> digest, Span<byte> der)
    {
        nint context = NewContext(key);
        fixed (byte* s = der, d = digest)
        {
            nuint length = (nuint)der.Length;
            bool good = SignStart(context) == 1 && Sign(context, s, &length, d, (nuint)digest.Length) == 1;
            FreeContext(context);
            CheckResult(good);
            return (int)length;
        }
    }

    private static nint NewContext(EvpKey key)
    {
        nint context = NewContext(key, 0);
        CheckResult(context != 0);
        return context;
    }

    private static EvpKey? Owned(nint key)
    {
        if (key == 0)
        {
            ClearErrors();
            return null;
        }

        return new EvpKey(key);
    }

    private static void CheckResult(bool good)
    {
        if (!good)
        {
            ClearErrors();
            throw new InvalidOperationException("OpenSSL refused what it has no reason to refuse.");
        }
    }

    [LibraryImport(Library, EntryPoint = "d2i_PUBKEY")]
    private static partial nint DecodePublicKey(nint none, byte** der, nint length);

    [LibraryImport(Library, EntryPoint = "d2i_AutoPrivateKey")]
    private static partial nint DecodePrivateKey(nint none, byte** der, nint length);

    [LibraryImport(Library, EntryPoint = "i2d_PUBKEY")]
    private static partial int EncodePublicKey(EvpKey key, byte** der);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_new")]
    private static partial nint NewContext(EvpKey key, nint engine);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_verify_init")]
    private static partial int VerifyStart(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_verify")]
    private static partial int Verify(nint context, byte* signature, nuint signatureLength, byte* digest, nuint digestLength);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_sign_init")]
    private static partial int SignStart(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_sign")]
    private static partial int Sign(nint context, byte* signature, nuint* signatureLength, byte* digest, nuint digestLength);

    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    private static partial void ClearErrors();

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    internal static partial void FreeKey(nint key);
}

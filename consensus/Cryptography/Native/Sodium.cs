using System.Runtime.InteropServices;

namespace Ledger.Cryptography.Native;

/// <summary>What the project uses of libsodium, as spans; nothing else calls into it.</summary>
/// <remarks>
/// Debian package libsodium23 (1.0.18 or later). Every function of the library used here may be called by many threads at once.
/// A library that is missing or does not start is a <see cref="DllNotFoundException"/> that says what to install.
/// </remarks>
internal static unsafe partial class Sodium
{
    public const int Ed25519SeedSize = 32;
    public const int Ed25519PublicKeySize = 32;
    public const int Ed25519SecretKeySize = 64;
    public const int Ed25519SignatureSize = 64;
    public const int XChaChaKeySize = 32;
    public const int XChaChaNonceSize = 24;
    public const int XChaChaTagSize = 16;
    public const int ArgonSaltSize = 16;

    private const string Library = "libsodium.so.23";
    private const int Argon2id13 = 2;

    static Sodium()
    {
        NativeLibraries.Register(Library, "libsodium", "libsodium23", "libsodium");
        if (Initialise() < 0)
        {
            throw new DllNotFoundException("libsodium was loaded but sodium_init failed: it found no source of randomness.");
        }
    }

    /// <summary>Fills a public key and a 64-byte secret key (seed, then public key) from a seed.</summary>
    public static void Ed25519KeyPair(ReadOnlySpan<byte> seed, Span<byte> publicKey, Span<byte> secretKey)
    {
        CheckSize(seed.Length, Ed25519SeedSize);
        CheckSize(publicKey.Length, Ed25519PublicKeySize);
        CheckSize(secretKey.Length, Ed25519SecretKeySize);
        fixed (byte* s = seed, pk = publicKey, sk = secretKey)
        {
            CheckResult(SignSeedKeyPair(pk, sk, s));
        }
    }

    public static void Ed25519Sign(ReadOnlySpan<byte> secretKey, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        CheckSize(secretKey.Length, Ed25519SecretKeySize);
        CheckSize(signature.Length, Ed25519SignatureSize);
        fixed (byte* sk = secretKey, m = message, sig = signature)
        {
            CheckResult(SignDetached(sig, null, m, (ulong)message.Length, sk));
        }
    }

    public static bool Ed25519Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        CheckSize(publicKey.Length, Ed25519PublicKeySize);
        CheckSize(signature.Length, Ed25519SignatureSize);
        fixed (byte* pk = publicKey, m = message, sig = signature)
        {
            return SignVerifyDetached(sig, m, (ulong)message.Length, pk) == 0;
        }
    }

    /// <summary>Argon2id version 1.3 (RFC 9106) with one lane.</summary>
    /// <exception cref="InsufficientMemoryException">The memory asked for could not be had.</exception>
    public static void Argon2id(
        ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, ulong opsLimit, ulong memLimitBytes, Span<byte> key)
    {
        CheckSize(salt.Length, ArgonSaltSize);
        fixed (byte* p = passphrase, s = salt, k = key)
        {
            byte none = 0;
            byte* start = passphrase.IsEmpty ? &none : p;
            if (PasswordHash(
                k, (ulong)key.Length, start, (ulong)passphrase.Length, s, opsLimit, (nuint)memLimitBytes, Argon2id13) != 0)
            {
                throw new InsufficientMemoryException($"Argon2id could not use {memLimitBytes} bytes of memory.");
            }
        }
    }

    /// <summary>XChaCha20-Poly1305 (IETF): <paramref name="ciphertext"/> is the plaintext's length and a tag's.</summary>
    public static void XChaChaSeal(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> associatedData,
        ReadOnlySpan<byte> plaintext,
        Span<byte> ciphertext)
    {
        CheckSize(key.Length, XChaChaKeySize);
        CheckSize(nonce.Length, XChaChaNonceSize);
        CheckSize(ciphertext.Length, plaintext.Length + XChaChaTagSize);
        fixed (byte* k = key, n = nonce, ad = associatedData, p = plaintext, c = ciphertext)
        {
            CheckResult(AeadEncrypt(
                c, null, p, (ulong)plaintext.Length, ad, (ulong)associatedData.Length, null, n, k));
        }
    }

    /// <summary>False, and nothing to read in <paramref name="plaintext"/>, if any input is not the sealed one.</summary>
    public static bool XChaChaOpen(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> associatedData,
        ReadOnlySpan<byte> ciphertext,
        Span<byte> plaintext)
    {
        CheckSize(key.Length, XChaChaKeySize);
        CheckSize(nonce.Length, XChaChaNonceSize);
        CheckSize(ciphertext.Length, plaintext.Length + XChaChaTagSize);
        fixed (byte* k = key, n = nonce, ad = associatedData, p = plaintext, c = ciphertext)
        {
            return AeadDecrypt(
                p, null, null, c, (ulong)ciphertext.Length, ad, (ulong)associatedData.Length, n, k) == 0;
        }
    }

    private static void CheckSize(int actual, int expected)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"{expected} bytes are needed here, not {actual}.");
        }
    }

    private static void CheckResult(int result)
    {
        if (result != 0)
        {
            throw new InvalidOperationException($"libsodium returned {result} where it has no reason to.");
        }
    }

    [LibraryImport(Library, EntryPoint = "sodium_init")]
    private static partial int Initialise();

    [LibraryImport(Library, EntryPoint = "crypto_sign_ed25519_seed_keypair")]
    private static partial int SignSeedKeyPair(byte* publicKey, byte* secretKey, byte* seed);

    [LibraryImport(Library, EntryPoint = "crypto_sign_ed25519_detached")]
    private static partial int SignDetached(
        byte* signature, ulong* signatureLength, byte* message, ulong messageLength, byte* secretKey);

    [LibraryImport(Library, EntryPoint = "crypto_sign_ed25519_verify_detached")]
    private static partial int SignVerifyDetached(byte* signature, byte* message, ulong messageLength, byte* publicKey);

    [LibraryImport(Library, EntryPoint = "crypto_pwhash")]
    private static partial int PasswordHash(
        byte* key,
        ulong keyLength,
        byte* passphrase,
        ulong passphraseLength,
        byte* salt,
        ulong opsLimit,
        nuint memLimit,
        int algorithm);

    [LibraryImport(Library, EntryPoint = "crypto_aead_xchacha20poly1305_ietf_encrypt")]
    private static partial int AeadEncrypt(
        byte* ciphertext,
        ulong* ciphertextLength,
        byte* plaintext,
        ulong plaintextLength,
        byte* associatedData,
        ulong associatedDataLength,
        byte* unusedSecretNonce,
        byte* nonce,
        byte* key);

    [LibraryImport(Library, EntryPoint = "crypto_aead_xchacha20poly1305_ietf_decrypt")]
    private static partial int AeadDecrypt(
        byte* plaintext,
        ulong* plaintextLength,
        byte* unusedSecretNonce,
        byte* ciphertext,
        ulong ciphertextLength,
        byte* associatedData,
        ulong associatedDataLength,
        byte* nonce,
        byte* key);
}

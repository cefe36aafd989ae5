using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ledger.Cryptography.Native;
using Ledger.Cryptography.Signatures;

namespace Ledger.Cryptography.Keys;

/// <summary>One private key, encrypted under a passphrase: Argon2id, then XChaCha20-Poly1305.</summary>
/// <remarks>
/// A JSON object; bytes are lower-case hexadecimal. Format, suite and public key are associated data, so a key can't be passed
/// off as another's. Anything unexpected is refused with a <see cref="KeyFileFault"/>; the costs a file may ask for are bounded
/// before any memory is taken. A secret is 32 bytes as <see cref="SoftwareSigner"/> takes them, or PKCS#8 of a TLS key.
/// </remarks>
public sealed class KeyFile
{
    /// <summary>The longest file that is read, in bytes.</summary>
    public const int MaximumFileSize = 16 * 1024;

    /// <summary>The longest secret that is sealed, in bytes.</summary>
    public const int MaximumSecretSize = 4 * 1024;

    private const string FormatName = "ledger-key/1";
    private const string KdfName = "argon2id13";
    private const string CipherName = "xchacha20poly1305-ietf";
    private const int MaximumPublicKeySize = 128;
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const ulong MinimumOpsLimit = 2;
    private const ulong MaximumOpsLimit = 8;
    private const ulong MinimumMemLimit = 64UL << 20;
    private const ulong MaximumMemLimit = 1UL << 30;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict) { WriteIndented = true };

    private readonly byte[] _publicKey;
    private readonly byte[] _salt;
    private readonly byte[] _nonce;
    private readonly byte[] _ciphertext;
    private readonly ulong _opsLimit;
    private readonly ulong _memLimit;

    private KeyFile(
        SuiteId suite, byte[] publicKey, byte[] salt, ulong opsLimit, ulong memLimit, byte[] nonce, byte[] ciphertext)
    {
        Suite = suite;
        _publicKey = publicKey;
        _salt = salt;
        _opsLimit = opsLimit;
        _memLimit = memLimit;
        _nonce = nonce;
        _ciphertext = ciphertext;
    }

    public SuiteId Suite { get; }

    /// <summary>The public key, as the file claims until <see cref="Open"/> has succeeded.</summary>
    public ReadOnlyMemory<byte> PublicKey => _publicKey;

    /// <summary>Length in bytes of the secret.</summary>
    public int SecretSize => _ciphertext.Length - Sodium.XChaChaTagSize;

    /// <summary>Encrypts <paramref name="secret"/> with a fresh salt and nonce.</summary>
    public static KeyFile Seal(
        SuiteId suite,
        byte[] publicKey,
        byte[] secret,
        ReadOnlySpan<byte> passphrase,
        KeyStrength strength = KeyStrength.Interactive)
    {
        ArgumentOutOfRangeException.ThrowIfZero(publicKey.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(publicKey.Length, MaximumPublicKeySize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(secret.Length, MaximumSecretSize);
        if (SuiteNames.Of(suite) is null)
        {
            throw new ArgumentOutOfRangeException(nameof(suite), suite, "No key file holds a key of this suite.");
        }

        (ulong opsLimit, ulong memLimit) = strength == KeyStrength.Sensitive
            ? (4UL, MaximumMemLimit)
            : (MinimumOpsLimit, MinimumMemLimit);
        KeyFile file = new(
            suite,
            [.. publicKey],
            RandomNumberGenerator.GetBytes(Sodium.ArgonSaltSize),
            opsLimit,
            memLimit,
            RandomNumberGenerator.GetBytes(Sodium.XChaChaNonceSize),
            new byte[secret.Length + Sodium.XChaChaTagSize]);
        Span<byte> key = stackalloc byte[Sodium.XChaChaKeySize];
        file.DeriveKey(passphrase, key);
        Sodium.XChaChaSeal(key, file._nonce, file.AssociatedData(), secret, file._ciphertext);
        CryptographicOperations.ZeroMemory(key);
        return file;
    }

    /// <summary>Decrypts; <paramref name="secret"/> is the caller's to zero, and empty with any fault.</summary>
    public KeyFileFault Open(ReadOnlySpan<byte> passphrase, out byte[] secret)
    {
        byte[] opened = GC.AllocateArray<byte>(SecretSize, pinned: true);
        Span<byte> key = stackalloc byte[Sodium.XChaChaKeySize];
        DeriveKey(passphrase, key);
        bool isOpen = Sodium.XChaChaOpen(key, _nonce, AssociatedData(), _ciphertext, opened);
        CryptographicOperations.ZeroMemory(key);
        secret = isOpen ? opened : [];
        return isOpen ? KeyFileFault.None : KeyFileFault.WrongPassphraseOrTampered;
    }

    /// <summary>Writes a new file that only its owner reads and writes (mode 0600), and flushes it to the device.</summary>
    /// <exception cref="IOException">The file exists: a key is never overwritten.</exception>
    public void Save(string path)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnersAlone;
        }

        using FileStream stream = new(path, options);
        stream.Write(ToJson());
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Reads a file; <paramref name="file"/> is null with any fault. A missing file is an exception.</summary>
    public static KeyFileFault Load(string path, out KeyFile? file)
    {
        file = null;
        KeyFileFault fault = TakeBytes(path, out byte[] bytes);
        return fault == KeyFileFault.None ? Parse(bytes, out file) : fault;
    }

    /// <summary>The bytes of a file that is its owner's alone; one more than any may have, of one that is too long.</summary>
    internal static KeyFileFault TakeBytes(string path, out byte[] bytes)
    {
        bytes = [];
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnersAlone) != 0)
        {
            return KeyFileFault.OpenToOthers;
        }

        using FileStream stream = File.OpenRead(path);
        byte[] buffer = new byte[MaximumFileSize + 1];
        bytes = buffer[..stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
        return KeyFileFault.None;
    }

    /// <summary>Reads the bytes of a file; <paramref name="file"/> is null with any fault.</summary>
    public static KeyFileFault Parse(ReadOnlySpan<byte> json, out KeyFile? file)
    {
        file = null;
        if (json.Length > MaximumFileSize)
        {
            return KeyFileFault.TooLarge;
        }

        KeyFileDocument? document;
        try
        {
            document = JsonSerializer.Deserialize<KeyFileDocument>(json, Json);
        }
        catch (JsonException)
        {
            return KeyFileFault.Malformed;
        }

        return document is null ? KeyFileFault.Malformed : Read(document, out file);
    }

    /// <summary>The file's bytes: indented UTF-8 JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(
        new KeyFileDocument(
            FormatName,
            SuiteNames.Of(Suite)!,
            Convert.ToHexStringLower(_publicKey),
            new KeyFileDocument.KdfFields(KdfName, Convert.ToHexStringLower(_salt), _opsLimit, _memLimit),
            CipherName,
            Convert.ToHexStringLower(_nonce),
            Convert.ToHexStringLower(_ciphertext)),
        Json);

    private static KeyFileFault Read(KeyFileDocument document, out KeyFile? file)
    {
        file = null;
        KeyFileFault fault = CheckNames(document, out SuiteId suite);
        if (fault != KeyFileFault.None)
        {
            return fault;
        }

        KeyFileDocument.KdfFields kdf = document.Kdf;
        if (kdf.OpsLimit is < MinimumOpsLimit or > MaximumOpsLimit
            || kdf.MemLimitBytes is < MinimumMemLimit or > MaximumMemLimit)
        {
            return KeyFileFault.CostOutOfRange;
        }

        if (!TryHex(document.PublicKey, 1, MaximumPublicKeySize, out byte[] publicKey)
            || !TryHex(kdf.Salt, Sodium.ArgonSaltSize, Sodium.ArgonSaltSize, out byte[] salt)
            || !TryHex(document.Nonce, Sodium.XChaChaNonceSize, Sodium.XChaChaNonceSize, out byte[] nonce)
            || !TryHex(
                document.Ciphertext,
                Sodium.XChaChaTagSize,
                MaximumSecretSize + Sodium.XChaChaTagSize,
                out byte[] ciphertext))
        {
            return KeyFileFault.BadEncoding;
        }

        file = new KeyFile(suite, publicKey, salt, kdf.OpsLimit, kdf.MemLimitBytes, nonce, ciphertext);
        return KeyFileFault.None;
    }

    private static KeyFileFault CheckNames(KeyFileDocument document, out SuiteId suite)
    {
        suite = SuiteNames.Parse(document.Suite);
        return document.Format != FormatName ? KeyFileFault.UnknownFormat
            : suite == SuiteId.None ? KeyFileFault.UnknownSuite
            : document.Kdf.Name != KdfName ? KeyFileFault.UnknownKdf
            : document.Cipher != CipherName ? KeyFileFault.UnknownCipher
            : KeyFileFault.None;
    }

    /// <summary>One spelling per value: lower-case digits only, so equal keys are equal files.</summary>
    private static bool TryHex(string text, int minimum, int maximum, out byte[] bytes)
    {
        bytes = [];
        if (text.Length % 2 != 0
            || text.Length < 2 * minimum
            || text.Length > 2 * maximum
            || text.AsSpan().ContainsAnyExcept("0123456789abcdef"))
        {
            return false;
        }

        bytes = Convert.FromHexString(text);
        return true;
    }

    private void DeriveKey(ReadOnlySpan<byte> passphrase, Span<byte> key)
        => Sodium.Argon2id(passphrase, _salt, _opsLimit, _memLimit, key);

    /// <summary>Format, 0x00, suite number, public key: one reading only, as the format's name holds no zero byte.</summary>
    private byte[] AssociatedData() => [.. Encoding.ASCII.GetBytes(FormatName), 0, (byte)Suite, .. _publicKey];
}

using System.Security.Cryptography;
using Ledger.Cryptography.Signatures;
using Ledger.Cryptography.Tokens;

namespace Ledger.Cryptography.Keys;

/// <summary>A file that stands for a key that signs: the encrypted key itself, or where its token is.</summary>
/// <remarks>Whoever signs opens one of these, so a key need not be on the disk of the machine that signs with it.</remarks>
public abstract class SigningKeyFile
{
    public abstract SuiteId Suite { get; }

    /// <summary>The public key, as the file claims until <see cref="Open"/> has succeeded.</summary>
    public abstract ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>It holds a TLS key, which signs nothing here.</summary>
    public virtual bool IsForTls => false;

    /// <summary>The caller disposes of the signer; null with any fault.</summary>
    /// <param name="passphrase">Of the encrypted key; a token has its PIN from elsewhere.</param>
    /// <exception cref="TokenException">The token does not do what is asked of it.</exception>
    public abstract KeyFileFault Open(ReadOnlySpan<byte> passphrase, out IOwnedSigner? signer);

    /// <summary>Reads a file of either kind; <paramref name="file"/> is null with any fault. A missing file is an exception.</summary>
    public static KeyFileFault Load(string path, out SigningKeyFile? file)
    {
        file = null;
        KeyFileFault fault = KeyFile.TakeBytes(path, out byte[] bytes);
        return fault == KeyFileFault.None ? Parse(bytes, out file) : fault;
    }

    /// <summary>Reads the bytes of a file of either kind; <paramref name="file"/> is null with any fault.</summary>
    public static KeyFileFault Parse(ReadOnlySpan<byte> json, out SigningKeyFile? file)
    {
        KeyFileFault ofToken = TokenKeyFile.Parse(json, out TokenKeyFile? token);
        KeyFileFault ofKey = KeyFile.Parse(json, out KeyFile? key);
        file = token is not null ? new InToken(token) : key is not null ? new OnDisk(key) : null;
        return file is not null ? KeyFileFault.None
            : ofToken is KeyFileFault.Malformed or KeyFileFault.UnknownFormat ? ofKey
            : ofToken;
    }

    private sealed class OnDisk(KeyFile file) : SigningKeyFile
    {
        public override SuiteId Suite => file.Suite;

        public override ReadOnlyMemory<byte> PublicKey => file.PublicKey;

        public override bool IsForTls => file.SecretSize is not (SoftwareSigner.SecretSize or CosigningSigners.SecretSize);

        public override KeyFileFault Open(ReadOnlySpan<byte> passphrase, out IOwnedSigner? signer)
        {
            KeyFileFault fault = file.Open(passphrase, out byte[] secret);
            try
            {
                bool signs = fault == KeyFileFault.None && SoftwareSigner.IsSecret(file.Suite, secret);
                signer = signs ? SoftwareSigner.Open(file.Suite, secret) : null;
                return fault == KeyFileFault.None && !signs ? KeyFileFault.SignsNothing : fault;
            }
            finally
            {
                CryptographicOperations.ZeroMemory(secret);
            }
        }
    }

    private sealed class InToken(TokenKeyFile file) : SigningKeyFile
    {
        public override SuiteId Suite => SuiteId.P256;

        public override ReadOnlyMemory<byte> PublicKey { get; } = Convert.FromHexString(file.PublicKey);

        public override KeyFileFault Open(ReadOnlySpan<byte> passphrase, out IOwnedSigner? signer)
        {
            signer = TokenSigner.Open(file);
            return KeyFileFault.None;
        }
    }
}

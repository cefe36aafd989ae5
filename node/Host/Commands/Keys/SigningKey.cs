using System.Security.Cryptography;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Cryptography.Tokens;
using Ledger.Node.Running;

namespace Ledger.Node.Commands;

/// <summary>Opens a key that signs; what is wrong with it ends the command with its name.</summary>
internal static class SigningKey
{
    public static IOwnedSigner Open(string path, string passphraseFile)
    {
        SigningKeyFile key = KeyFiles.Load(path);
        using Passphrase passphrase = Passphrase.Read(passphraseFile);
        KeyFileFault fault = Open(path, key, passphrase, out IOwnedSigner? signer);
        return signer ?? throw CommandFailure.OfFile(path, KeyFiles.Words(fault));
    }

    /// <summary>Opens a file of <see cref="NewKeys.Cosigning"/>.</summary>
    public static CosigningSigners OpenCosigning(string path, string passphraseFile)
    {
        KeyFileFault fault = KeyFile.Load(path, out KeyFile? key);
        byte[] secret = [];
        if (key is not null)
        {
            using Passphrase passphrase = Passphrase.Read(passphraseFile);
            fault = key.Open(passphrase.Bytes, out secret);
        }

        try
        {
            return fault != KeyFileFault.None ? throw CommandFailure.OfFile(path, KeyFiles.Words(fault))
                : CosigningSigners.IsSecret(secret) ? CosigningSigners.Open(secret)
                : throw CommandFailure.OfFile(path, "holds no cosigning keys");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static KeyFileFault Open(string path, SigningKeyFile key, Passphrase passphrase, out IOwnedSigner? signer)
    {
        try
        {
            return key.Open(passphrase.Bytes, out signer);
        }
        catch (TokenException refused)
        {
            throw CommandFailure.OfFile(path, $"{refused.Fault}: {refused.Message}");
        }
    }
}

using System.Security.Cryptography;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;

namespace Ledger.Node.Commands;

/// <summary>Opens a key file that signs; what is wrong with it ends the command with its name.</summary>
internal static class SigningKey
{
    public static SoftwareSigner Open(string path, string passphraseFile)
    {
        KeyFileFault fault = KeyFile.Load(path, out KeyFile? key);
        if (key is null)
        {
            throw CommandFailure.OfFile(path, KeyFileWords.Of(fault));
        }

        using Passphrase passphrase = Passphrase.Read(passphraseFile);
        return Open(path, key, passphrase);
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
            return fault != KeyFileFault.None ? throw CommandFailure.OfFile(path, KeyFileWords.Of(fault))
                : CosigningSigners.IsSecret(secret) ? CosigningSigners.Open(secret)
                : throw CommandFailure.OfFile(path, "holds no cosigning keys");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static SoftwareSigner Open(string path, KeyFile key, Passphrase passphrase)
    {
        KeyFileFault fault = key.Open(passphrase.Bytes, out byte[] secret);
        try
        {
            return fault != KeyFileFault.None ? throw CommandFailure.OfFile(path, fault)
                : SoftwareSigner.IsSecret(key.Suite, secret) ? SoftwareSigner.Open(key.Suite, secret)
                : throw CommandFailure.OfFile(path, $"holds no {SuiteNames.Of(key.Suite)} key that signs");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}

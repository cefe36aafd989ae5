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
        KeyFile key = KeyFiles.Load(path);
        using Passphrase passphrase = Passphrase.Read(passphraseFile);
        return Open(path, key, passphrase);
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

using System.Security.Cryptography;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;

namespace Ledger.Node.Commands;

/// <summary>Opens a key file that signs; what is wrong with it ends the command with its name.</summary>
internal static class SigningKey
{
    public static Ed25519Signer Open(string path, string passphraseFile)
    {
        KeyFileFault fault = KeyFile.Load(path, out KeyFile? key);
        if (key is null)
        {
            throw CommandFailure.OfFile(path, fault);
        }

        if (key.Suite != SuiteId.Ed25519)
        {
            throw CommandFailure.OfFile(path, $"a key of suite {key.Suite} signs nothing here");
        }

        using Passphrase passphrase = Passphrase.Read(passphraseFile);
        return Open(path, key, passphrase);
    }

    private static Ed25519Signer Open(string path, KeyFile key, Passphrase passphrase)
    {
        KeyFileFault fault = key.Open(passphrase.Bytes, out byte[] seed);
        try
        {
            return fault == KeyFileFault.None && seed.Length == Ed25519Signer.SeedSize
                ? new Ed25519Signer(seed)
                : throw CommandFailure.OfFile(path, fault == KeyFileFault.None ? "holds no Ed25519 seed" : fault);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }
}

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

using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;

namespace Ledger.Testnet.Network;

/// <summary>An issuer of a test network, whose key this process may use.</summary>
/// <param name="KeyPath">Its encrypted key file.</param>
/// <param name="PassphrasePath">The file with the key file's passphrase.</param>
public sealed record IssuerIdentity(uint Index, string Name, string Region, string KeyPath, string PassphrasePath)
{
    /// <summary>Opens the key file; the caller disposes of the signer.</summary>
    public Ed25519Signer OpenSigner()
    {
        byte[] passphrase = System.Text.Encoding.UTF8.GetBytes(File.ReadAllText(PassphrasePath).TrimEnd('\r', '\n'));
        KeyFileFault fault = KeyFile.Load(KeyPath, out KeyFile? file);
        byte[] seed = [];
        fault = fault == KeyFileFault.None ? file!.Open(passphrase, out seed) : fault;
        return fault == KeyFileFault.None
            ? new Ed25519Signer(seed)
            : throw new InvalidOperationException($"{KeyPath}: {fault}");
    }
}

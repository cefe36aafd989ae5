using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;

namespace Ledger.Testnet.Network;

/// <summary>An issuer of a test network, whose key this process may use.</summary>
/// <param name="KeyPath">Its encrypted key file.</param>
/// <param name="PassphrasePath">The file with the key file's passphrase.</param>
public sealed record IssuerIdentity(
    uint Index, string Name, string Region, string KeyPath, string PassphrasePath, SuiteId Suite = SuiteId.Ed25519)
{
    /// <summary>Opens the key file; the caller disposes of the signer.</summary>
    public SoftwareSigner OpenSigner()
    {
        byte[] passphrase = System.Text.Encoding.UTF8.GetBytes(File.ReadAllText(PassphrasePath).TrimEnd('\r', '\n'));
        KeyFileFault fault = KeyFile.Load(KeyPath, out KeyFile? file);
        byte[] secret = [];
        fault = fault == KeyFileFault.None ? file!.Open(passphrase, out secret) : fault;
        return fault == KeyFileFault.None
            ? SoftwareSigner.Open(file!.Suite, secret)
            : throw new InvalidOperationException($"{KeyPath}: {fault}");
    }
}

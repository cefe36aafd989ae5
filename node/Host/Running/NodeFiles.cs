using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Configuration;
using Ledger.Node.Networking;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>Reads what a configuration points at: the genesis file and this validator's keys.</summary>
public static class NodeFiles
{
    public static NodeIdentity LoadIdentity(NodeConfiguration configuration)
    {
        JsonProblem problem = GenesisJson.TryRead(File.ReadAllText(configuration.GenesisPath), out Genesis? genesis);
        if (genesis is null)
        {
            throw new InvalidDataException($"{configuration.GenesisPath}: {problem}");
        }

        ValidatorIndex self = genesis.Validators.Find(configuration.ValidatorName)
            ?? throw new InvalidDataException(
                $"validator '{configuration.ValidatorName}' is not in {configuration.GenesisPath}");
        return new NodeIdentity(genesis, self);
    }

    /// <summary>Opens both keys and holds them against the genesis file: a validator never runs under a wrong key.</summary>
    public static NodeKeys LoadKeys(NodeConfiguration configuration, NodeIdentity identity)
    {
        using Passphrase passphrase = Passphrase.Read(configuration.PassphraseFilePath);
        Ed25519Signer signer = new(Open(configuration.KeyFilePath, passphrase.Bytes));
        NodeKeys keys = new(signer, PeerCertificate.Create(Open(configuration.TlsKeyFilePath, passphrase.Bytes)));
        bool consensus = signer.PublicKey.Span.SequenceEqual(identity.Validator.PublicKey.Span);
        bool tls = PeerCertificate.Pin(keys.Certificate) == identity.Validator.TlsPin;
        return consensus && tls
            ? keys
            : throw new InvalidDataException($"{(consensus ? configuration.TlsKeyFilePath : configuration.KeyFilePath)} "
                + $"is not the key that genesis names for {identity.Validator.Name}");
    }

    private static byte[] Open(string path, ReadOnlySpan<byte> passphrase)
    {
        KeyFileFault fault = KeyFile.Load(path, out KeyFile? file);
        byte[]? secret = null;
        fault = file is null ? fault : file.Open(passphrase, out secret);
        return fault == KeyFileFault.None && secret is not null
            ? secret
            : throw new InvalidDataException($"{path}: {fault}");
    }
}

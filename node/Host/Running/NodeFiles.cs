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
    /// <exception cref="StartRefusedException">The genesis file is unreadable, or has no such validator.</exception>
    public static NodeIdentity LoadIdentity(NodeConfiguration configuration)
    {
        JsonProblem problem = GenesisJson.TryRead(ReadGenesis(configuration.GenesisPath), out Genesis? genesis);
        if (genesis is null)
        {
            throw new StartRefusedException(
                StartRefusal.GenesisUnreadable, configuration.GenesisPath, "$.genesisPath", problem.ToString());
        }

        ValidatorIndex self = genesis.Validators.Find(configuration.ValidatorName)
            ?? throw NotInGenesis(configuration, configuration.ValidatorName, "$.validatorName");
        return new NodeIdentity(genesis, self);
    }

    /// <exception cref="StartRefusedException">An address is of nobody in the validator set.</exception>
    public static void RequireKnownPeers(NodeConfiguration configuration, NodeIdentity identity)
    {
        foreach (string peer in configuration.Peers.Keys.Where(p => identity.Genesis.Validators.Find(p) is null))
        {
            throw NotInGenesis(configuration, peer, $"$.peers.{peer}");
        }
    }

    /// <summary>Opens both keys and holds them against the genesis file: a validator never runs under a wrong key.</summary>
    /// <exception cref="StartRefusedException">A key or the passphrase is unreadable, wrong or another's.</exception>
    public static NodeKeys LoadKeys(NodeConfiguration configuration, NodeIdentity identity)
    {
        using Passphrase passphrase = ReadPassphrase(configuration.PassphraseFilePath);
        Ed25519Signer signer = new(Open(configuration.KeyFilePath, "$.keyFilePath", passphrase.Bytes));
        byte[] tlsKey = Open(configuration.TlsKeyFilePath, "$.tlsKeyFilePath", passphrase.Bytes);
        RequireOwn(
            signer.PublicKey.Span.SequenceEqual(identity.Validator.PublicKey.Span),
            configuration.KeyFilePath, "$.keyFilePath", identity);
        NodeKeys keys = new(signer, PeerCertificate.Create(tlsKey));
        RequireOwn(
            PeerCertificate.Pin(keys.Certificate) == identity.Validator.TlsPin,
            configuration.TlsKeyFilePath, "$.tlsKeyFilePath", identity);
        return keys;
    }

    private static string ReadGenesis(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(
                StartRefusal.GenesisUnreadable, path, "$.genesisPath", cause.Message.TrimEnd('.'), cause);
        }
    }

    private static Passphrase ReadPassphrase(string path)
    {
        try
        {
            return Passphrase.Read(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new StartRefusedException(
                StartRefusal.KeyUnreadable, path, "$.passphraseFilePath", cause.Message.TrimEnd('.'), cause);
        }
    }

    private static byte[] Open(string path, string field, ReadOnlySpan<byte> passphrase)
    {
        KeyFileFault fault;
        KeyFile? file;
        try
        {
            fault = KeyFile.Load(path, out file);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(StartRefusal.KeyUnreadable, path, field, cause.Message.TrimEnd('.'), cause);
        }

        byte[]? secret = null;
        fault = file is null ? fault : file.Open(passphrase, out secret);
        return fault == KeyFileFault.None && secret is not null
            ? secret
            : throw new StartRefusedException(
                fault == KeyFileFault.WrongPassphraseOrTampered ? StartRefusal.WrongPassphrase : StartRefusal.KeyUnreadable,
                path, field, fault.ToString());
    }

    private static void RequireOwn(bool isOwn, string path, string field, NodeIdentity identity)
    {
        if (!isOwn)
        {
            throw new StartRefusedException(
                StartRefusal.ForeignKey, path, field, $"not the key that genesis names for {identity.Validator.Name}");
        }
    }

    private static StartRefusedException NotInGenesis(NodeConfiguration configuration, string name, string field) => new(
        StartRefusal.NotInGenesis, configuration.GenesisPath, field, $"it has no validator '{name}'");
}

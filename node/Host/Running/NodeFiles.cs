using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Commands;
using Ledger.Node.Configuration;
using Ledger.Node.Networking;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>Reads what a configuration points at: the genesis file and this validator's keys.</summary>
public static class NodeFiles
{
    /// <exception cref="StartRefusedException">
    /// The genesis file, or that of set changes, is unreadable, or no set has it and it follows nobody.
    /// </exception>
    public static NodeIdentity LoadIdentity(NodeConfiguration configuration)
    {
        JsonProblem problem = GenesisJson.TryRead(ReadGenesis(configuration.GenesisPath), out Genesis? genesis);
        if (genesis is null)
        {
            throw new StartRefusedException(
                StartRefusal.GenesisUnreadable, configuration.GenesisPath, "$.genesisPath", problem.ToString());
        }

        EpochConfiguration? newest = configuration.EpochsPath is { } path ? ReadEpochs(path, genesis).Last : null;
        bool isKnown = genesis.Validators.Find(configuration.ValidatorName) is not null
            || newest?.Validators.Find(configuration.ValidatorName) is not null;
        return isKnown || configuration.Neighbours.Count > 0
            ? new NodeIdentity(genesis, configuration.ValidatorName, newest)
            : throw new StartRefusedException(
                StartRefusal.NotInGenesis, configuration.GenesisPath, "$.validatorName",
                $"it has no validator '{configuration.ValidatorName}', and no $.neighbours are there to follow from");
    }

    /// <summary>Opens the keys and holds them against genesis and descriptor: a validator never runs under a wrong key.</summary>
    /// <exception cref="StartRefusedException">A key or the passphrase is unreadable, wrong or another's.</exception>
    public static NodeKeys LoadKeys(NodeConfiguration configuration, NodeIdentity identity)
    {
        using Passphrase passphrase = ReadPassphrase(configuration.PassphraseFilePath);
        SoftwareSigner[] signers =
        [
            .. Paths((configuration.KeyFilePath, "$.keyFilePath"), (configuration.NextKeyFilePath, "$.nextKeyFilePath"))
                .Select(p => OpenSigner(p.Path, p.Field, passphrase.Bytes)),
        ];
        X509Certificate2[] certificates =
        [
            .. Paths((configuration.TlsKeyFilePath, "$.tlsKeyFilePath"), (configuration.NextTlsKeyFilePath, "$.nextTlsKeyFilePath"))
                .Select(p => PeerCertificate.Create(Open(p.Path, p.Field, passphrase.Bytes, out _))),
        ];
        CosigningSigners[] cosigners =
        [
            .. Paths(
                (configuration.CosigningKeyFilePath, "$.cosigningKeyFilePath"),
                (configuration.NextCosigningKeyFilePath, "$.nextCosigningKeyFilePath"))
                .Select(p => OpenCosigners(p.Path, p.Field, passphrase.Bytes)),
        ];
        KeyOwnership.Require(configuration, identity, signers, certificates);
        KeyOwnership.Require(configuration, identity, cosigners);
        return new NodeKeys(signers, certificates, cosigners);
    }

    private static IEnumerable<(string Path, string Field)> Paths(params (string? Path, string Field)[] keys)
        => keys.Where(k => k.Path is not null).Select(k => (k.Path!, k.Field));

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

    /// <summary>Believes of the file what the signatures of each epoch say of the next (PROTOCOL.md E4).</summary>
    private static EpochHistory ReadEpochs(string path, Genesis genesis)
    {
        try
        {
            DecodeFault fault = EpochFile.TryDecode(Inputs.Bytes(path, EpochFile.MaximumBytes), out EpochFile? file);
            HistoryProblem problem = default;
            EpochHistory? history = null;
            if (file is not null)
            {
                problem = EpochHistory.FromGenesis(genesis, file.Links, SignatureSuites.Production, out history);
            }

            return history
                ?? throw new StartRefusedException(
                    StartRefusal.EpochsUnusable, path, "$.epochsPath", file is null ? $"{fault}" : $"{problem}");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(StartRefusal.EpochsUnusable, path, "$.epochsPath", cause.Message.TrimEnd('.'), cause);
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

    private static SoftwareSigner OpenSigner(string path, string field, ReadOnlySpan<byte> passphrase)
    {
        byte[] secret = Open(path, field, passphrase, out SuiteId suite);
        try
        {
            return SoftwareSigner.IsSecret(suite, secret)
                ? SoftwareSigner.Open(suite, secret)
                : throw new StartRefusedException(
                    StartRefusal.KeyUnreadable, path, field, $"holds no {SuiteNames.Of(suite)} key that signs");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static CosigningSigners OpenCosigners(string path, string field, ReadOnlySpan<byte> passphrase)
    {
        byte[] secret = Open(path, field, passphrase, out _);
        try
        {
            return CosigningSigners.IsSecret(secret)
                ? CosigningSigners.Open(secret)
                : throw new StartRefusedException(StartRefusal.KeyUnreadable, path, field, "holds no cosigning keys");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static byte[] Open(string path, string field, ReadOnlySpan<byte> passphrase, out SuiteId suite)
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
        suite = file?.Suite ?? SuiteId.None;
        fault = file is null ? fault : file.Open(passphrase, out secret);
        return fault == KeyFileFault.None && secret is not null
            ? secret
            : throw new StartRefusedException(
                fault == KeyFileFault.WrongPassphraseOrTampered ? StartRefusal.WrongPassphrase : StartRefusal.KeyUnreadable,
                path, field, KeyFileWords.Of(fault));
    }
}

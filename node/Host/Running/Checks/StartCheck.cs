using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ledger.Node.Configuration;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>Everything a start would need, looked at without starting, writing or listening for long.</summary>
public sealed class StartCheck
{
    private const long ScarceDiskBytes = 1L << 30;

    private static readonly TimeSpan s_soon = TimeSpan.FromDays(30);

    private readonly List<CheckProblem> _problems = [];

    private StartCheck()
    {
    }

    /// <summary>All problems of a configuration file and of what it points at, not only the first.</summary>
    public static IReadOnlyList<CheckProblem> Of(string configurationPath)
    {
        NodeConfiguration? configuration = NodeConfiguration.Inspect(
            configurationPath, out IReadOnlyList<ConfigurationException> faults);
        StartCheck check = new();
        foreach (ConfigurationException fault in faults)
        {
            check.Note("CONFIGURATION", fault.Line is { } line ? $"{fault.File}:{line}" : fault.File,
                fault.Field is { } field ? $"{field}: {fault.Reason}" : fault.Reason);
        }

        if (configuration is not null)
        {
            check.Look(configuration);
        }

        return check._problems;
    }

    private void Look(NodeConfiguration configuration)
    {
        NodeIdentity? identity = Try("GENESIS", configuration.GenesisPath, () => NodeFiles.LoadIdentity(configuration));
        if (identity is not null)
        {
            Try("KEY", configuration.KeyFilePath ?? configuration.TlsKeyFilePath, () =>
            {
                NodeFiles.LoadKeys(configuration, identity).Dispose();
                return identity;
            });
            LookAtPeers(configuration, identity);
            LookAtData(configuration, identity);
        }

        string?[] secrets =
        [
            configuration.KeyFilePath, configuration.NextKeyFilePath, configuration.TlsKeyFilePath, configuration.NextTlsKeyFilePath,
            configuration.CosigningKeyFilePath, configuration.NextCosigningKeyFilePath, configuration.PassphraseFilePath,
        ];
        foreach (string secret in secrets.OfType<string>())
        {
            LookAtPermissions(secret);
        }

        LookAtCertificate(configuration.RpcCertificatePath);
        foreach (IPEndPoint port in new[] { configuration.PeerListen, configuration.GrpcListen, configuration.JsonListen })
        {
            LookAtPort(port);
        }
    }

    /// <summary>Only the chain, which is not read here, knows who is a validator by now: an unknown name may be a newcomer's.</summary>
    private void LookAtPeers(NodeConfiguration configuration, NodeIdentity identity)
    {
        Validator[] others = [.. identity.Genesis.Validators.Validators.Where(v => v.Name != configuration.ValidatorName)];
        bool isMember = others.Length < identity.Genesis.Validators.Size;
        foreach (Validator missing in others.Where(v => isMember && v.Address.Length == 0 && !configuration.Peers.ContainsKey(v.Name)))
        {
            Note("PEERS", missing.Name, "is a validator of the genesis and has no address in $.peers");
        }

        foreach (string unknown in configuration.Peers.Keys.Except(others.Select(v => v.Name)))
        {
            Note("PEERS", unknown, "is in $.peers and no other validator of the genesis", isWarning: true);
        }
    }

    private void LookAtData(NodeConfiguration configuration, NodeIdentity identity)
    {
        NodeDirectory directory = new(configuration.DataDirectory, identity.Genesis, identity.Name);
        if (directory.IsRestoreUnfinished)
        {
            Note("DATA", configuration.DataDirectory, "has a restore that was cut: run ledger restore again, or empty it");
            return;
        }

        if (!directory.Exists)
        {
            bool empty = directory.IsEmpty;
            string what = empty
                ? "is empty: ledger init makes it for a validator that never signed; run makes it too, and has the validator rejoin"
                : "is no validator's data directory: ledger init makes it";
            Note("DATA", configuration.DataDirectory, what, isWarning: empty);
            return;
        }

        foreach (CheckProblem problem in DataCheck.Of(configuration.DataDirectory, identity))
        {
            _problems.Add(problem);
        }

        long free = new DriveInfo(configuration.DataDirectory).AvailableFreeSpace;
        if (free < ScarceDiskBytes)
        {
            Note("DISK", configuration.DataDirectory, $"has {free >> 20} MiB free: a full disk ends the node", isWarning: true);
        }
    }

    private void LookAtPermissions(string path)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & Others) != 0)
        {
            Note("PERMISSIONS", path, "can be read by other users: chmod 600", isWarning: true);
        }
    }

    private void LookAtCertificate(string? path)
    {
        using X509Certificate2? certificate = path is null ? null
            : Try("CERTIFICATE", path, () => X509Certificate2.CreateFromPemFile(path, path));
        if (certificate is null)
        {
            return;
        }

        TimeSpan left = certificate.NotAfter.ToUniversalTime() - DateTime.UtcNow;
        if (left < s_soon)
        {
            string end = $"{certificate.NotAfter.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}";
            Note("CERTIFICATE", path!, left < TimeSpan.Zero ? $"expired at {end}" : $"expires at {end}", left >= TimeSpan.Zero);
        }

        if (certificate.NotBefore.ToUniversalTime() > DateTime.UtcNow)
        {
            Note("CERTIFICATE", path!, "is not valid yet: is this machine's clock right?");
        }
    }

    /// <summary>Listens for a moment, without accepting anybody.</summary>
    private void LookAtPort(IPEndPoint endPoint)
        => Try("PORT", $"{endPoint}", () =>
        {
            using TcpListener listener = new(endPoint);
            listener.Start();
            listener.Stop();
            return listener;
        });

    private T? Try<T>(string code, string subject, Func<T> look)
        where T : class
    {
        try
        {
            return look();
        }
        catch (Exception exception) when (exception
            is StartRefusedException or IOException or UnauthorizedAccessException or InvalidDataException
                or CryptographicException or SocketException)
        {
            Note(code, subject, exception.Message);
            return null;
        }
    }

    private void Note(string code, string subject, string reason, bool isWarning = false)
        => _problems.Add(new CheckProblem(code, subject, reason, isWarning));
}

using Ledger.Client.V1;
using Ledger.Node.Configuration;

namespace Ledger.Node.Running;

/// <summary>What status tells of the machine and of this validator's files.</summary>
/// <param name="RpcCertificateExpires">Null when RPC is served without TLS.</param>
public sealed record HostFacts(NodeConfiguration Configuration, DateTimeOffset? RpcCertificateExpires)
{
    public void AddTo(StatusResponse status)
    {
        DriveInfo drive = new(Configuration.DataDirectory);
        status.DiskFreeBytes = (ulong)drive.AvailableFreeSpace;
        status.DiskTotalBytes = (ulong)drive.TotalSize;
        status.ConsensusKeyAgeSeconds = AgeSeconds(Configuration.KeyFilePath);
        status.TlsKeyAgeSeconds = AgeSeconds(Configuration.TlsKeyFilePath);
        status.RpcCertificateExpiresUnixMs = (ulong)(RpcCertificateExpires?.ToUnixTimeMilliseconds() ?? 0);
    }

    /// <summary>0 for a file that is gone, or of the future.</summary>
    private static ulong AgeSeconds(string? path)
        => File.Exists(path) ? (ulong)Math.Max(0, (DateTime.UtcNow - File.GetLastWriteTimeUtc(path)).TotalSeconds) : 0;
}

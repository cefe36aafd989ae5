using System.Security.Cryptography.X509Certificates;

namespace Ledger.Client;

/// <summary>How a <see cref="LedgerRpcClient"/> connects, trusts and waits.</summary>
public sealed record LedgerRpcClientOptions
{
    /// <summary>The longest message taken from the server, in bytes.</summary>
    public int MaxResponseBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Compress requests, and take compressed responses, where gzip is worthwhile.</summary>
    public bool Gzip { get; init; }

    /// <summary>Deadline of a unary call that names none.</summary>
    public TimeSpan DefaultDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long setting up a connection may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>An idle connection is probed this often, and given up when a probe stays unanswered as long.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Accept this server certificate and no other; names and dates are then not looked at.</summary>
    public X509Certificate2? PinnedCertificate { get; init; }

    /// <summary>Accept what chains to this authority instead of the system's; the name must still fit.</summary>
    public X509Certificate2? TrustedAuthority { get; init; }

    /// <summary>Decides alone whether a server certificate is accepted, when set.</summary>
    public Func<X509Certificate2, bool>? AcceptCertificate { get; init; }
}

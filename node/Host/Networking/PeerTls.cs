using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Ledger.Node.Networking;

/// <summary>The TLS of both ends: version 1.3 alone, certificates both ways, no resumption, nothing fetched.</summary>
internal sealed class PeerTls(X509Certificate2 certificate)
{
    // A resumed session would skip the certificate, and with it the pin.
    private const bool AllowTlsResume = false;

    private static readonly SslApplicationProtocol s_protocol = new("ledger-peer/1");

    private volatile SslStreamCertificateContext _certificate = ContextOf(certificate);

    /// <summary>Shows another certificate from the next handshake on.</summary>
    public void Present(X509Certificate2 next) => _certificate = ContextOf(next);

    /// <exception cref="AuthenticationException">The handshake failed, whatever the caller did to make it
    /// fail.</exception>
    public Task AcceptAsync(SslStream tls, PinCheck check, CancellationToken cancellation) =>
        NamedAsync(tls.AuthenticateAsServerAsync(ForAccepting(check), cancellation));

    /// <exception cref="AuthenticationException">The handshake failed, whatever the peer did to make it
    /// fail.</exception>
    public Task DialAsync(SslStream tls, PinCheck check, CancellationToken cancellation) =>
        NamedAsync(tls.AuthenticateAsClientAsync(ForDialling(check), cancellation));

    // A stranger's bytes reach the platform's parsers here: whatever those throw is the stranger's fault, not the
    // node's.
    private static async Task NamedAsync(Task handshake)
    {
        try
        {
            await handshake;
        }
        catch (Exception exception) when (!ConnectionFault.Covers(exception))
        {
            throw new AuthenticationException("The TLS handshake failed.", exception);
        }
    }

    private SslServerAuthenticationOptions ForAccepting(PinCheck check) => new()
    {
        EnabledSslProtocols = SslProtocols.Tls13,
        ServerCertificateContext = _certificate,
        ClientCertificateRequired = true,
        RemoteCertificateValidationCallback = check.Accept,
        CertificateChainPolicy = NothingFetched(),
        ApplicationProtocols = [s_protocol],
        AllowRenegotiation = false,
        AllowTlsResume = AllowTlsResume,
    };

    private SslClientAuthenticationOptions ForDialling(PinCheck check) => new()
    {
        EnabledSslProtocols = SslProtocols.Tls13,
        TargetHost = string.Empty,
        ClientCertificateContext = _certificate,
        RemoteCertificateValidationCallback = check.Accept,
        CertificateChainPolicy = NothingFetched(),
        ApplicationProtocols = [s_protocol],
        AllowRenegotiation = false,
        AllowTlsResume = AllowTlsResume,
    };

    private static SslStreamCertificateContext ContextOf(X509Certificate2 certificate)
        => SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);

    // The platform builds a chain before it asks the callback; a stranger's certificate may name addresses to fetch
    // from.
    private static X509ChainPolicy NothingFetched() => new()
    {
        RevocationMode = X509RevocationMode.NoCheck,
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        DisableCertificateDownloads = true,
        VerificationFlags = X509VerificationFlags.AllFlags,
    };
}

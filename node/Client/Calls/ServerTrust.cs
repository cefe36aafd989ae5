using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ledger.Client.Calls;

/// <summary>The TLS settings of a client: 1.2 or 1.3, and the trust its options ask for.</summary>
internal static class ServerTrust
{
    public static SslClientAuthenticationOptions From(LedgerRpcClientOptions options)
    {
        SslClientAuthenticationOptions tls = new() { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 };
        if (options.AcceptCertificate is { } accept)
        {
            tls.RemoteCertificateValidationCallback = (_, certificate, _, _) => Holds(certificate, accept);
        }
        else if (options.PinnedCertificate is { } pinned)
        {
            tls.RemoteCertificateValidationCallback =
                (_, certificate, _, _) => Holds(certificate, given => Same(given, pinned));
        }
        else if (options.TrustedAuthority is { } authority)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { authority },
            };
        }

        return tls;
    }

    private static bool Holds(X509Certificate? certificate, Func<X509Certificate2, bool> accept)
        => certificate is X509Certificate2 given && accept(given);

    private static bool Same(X509Certificate2 given, X509Certificate2 pinned)
        => CryptographicOperations.FixedTimeEquals(given.RawDataMemory.Span, pinned.RawDataMemory.Span);
}

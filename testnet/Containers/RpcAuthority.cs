using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ledger.Testnet.Containers;

/// <summary>Signs the certificates of a test network's RPC. Its own key is never written: it signs once.</summary>
/// <remarks>X.509 v3, ECDSA P-256 (RFC 5280 4.2; RFC 6125 for the names).</remarks>
public sealed class RpcAuthority : IDisposable
{
    /// <summary>The authority's certificate in the network's folder: what clients trust.</summary>
    public const string FileName = "ca.pem";

    private const int SerialBytes = 16;
    private static readonly TimeSpan Validity = TimeSpan.FromDays(365);
    private static readonly TimeSpan ClockDrift = TimeSpan.FromHours(1);
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public RpcAuthority(string network)
    {
        CertificateRequest request = new(Named($"{network} test network"), _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        Certificate = request.CreateSelfSigned(now - ClockDrift, now + Validity);
    }

    /// <summary>Outlives this object: clients go on trusting it.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>A new key and its certificate for a server of these names and of this machine, in PEM.</summary>
    public string Issue(string name, params string[] aliases)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(Named(name), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([ServerAuthentication], critical: false));
        request.CertificateExtensions.Add(Names([name, .. aliases, "localhost"]));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        using X509Certificate2 certificate = request.Create(
            Certificate, Certificate.NotBefore, Certificate.NotAfter, RandomNumberGenerator.GetBytes(SerialBytes));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }

    public void Dispose() => _key.Dispose();

    private static X500DistinguishedName Named(string name)
    {
        X500DistinguishedNameBuilder builder = new();
        builder.AddCommonName(name);
        return builder.Build();
    }

    private static X509Extension Names(IEnumerable<string> hosts)
    {
        SubjectAlternativeNameBuilder names = new();
        foreach (string host in hosts)
        {
            names.AddDnsName(host);
        }

        names.AddIpAddress(IPAddress.Loopback);
        return names.Build();
    }
}

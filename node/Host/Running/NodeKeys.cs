using System.Security.Cryptography.X509Certificates;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Networking;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>A node's opened keys: it votes with one kind, cosigns with another, and is known to its peers' TLS by the third.</summary>
/// <param name="Signers">The one in force and the one to come; none of a node that only follows.</param>
/// <param name="Certificates">The one in force and the one to come; at least one.</param>
/// <param name="Cosigners">The pair in force and the one to come; none of a node that only follows.</param>
public sealed record NodeKeys(
    IReadOnlyList<SoftwareSigner> Signers, IReadOnlyList<X509Certificate2> Certificates, IReadOnlyList<CosigningSigners> Cosigners)
    : IDisposable
{
    public IEnumerable<Digest> Pins => Certificates.Select(PeerCertificate.Pin);

    /// <summary>The one that an epoch's set has of this node; a node that has none there shows its first.</summary>
    public X509Certificate2 CertificateIn(EpochConfiguration epoch)
        => Certificates.FirstOrDefault(c => epoch.Validators.Validators.Any(v => v.TlsPin == PeerCertificate.Pin(c))) ?? Certificates[0];

    public void Dispose()
    {
        foreach (SoftwareSigner signer in Signers)
        {
            signer.Dispose();
        }

        foreach (CosigningSigners cosigners in Cosigners)
        {
            cosigners.Dispose();
        }

        foreach (X509Certificate2 certificate in Certificates)
        {
            certificate.Dispose();
        }
    }
}

using System.Security.Cryptography.X509Certificates;
using Ledger.Cryptography.Signatures;

namespace Ledger.Node.Running;

/// <summary>A validator's opened keys: it votes with one and is known to its peers' TLS by the other.</summary>
public sealed record NodeKeys(Ed25519Signer Signer, X509Certificate2 Certificate) : IDisposable
{
    public void Dispose()
    {
        Signer.Dispose();
        Certificate.Dispose();
    }
}

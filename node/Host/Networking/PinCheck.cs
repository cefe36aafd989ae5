using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Ledger.Node.Networking;

/// <summary>
/// The one judgement of a certificate: is its key pinned, and if a peer was dialled, is it that peer's.
/// </summary>
/// <remarks>
/// TLS itself proves that the other side holds the key. Chains, names and dates are not consulted, so what the platform
/// thinks of them is ignored.
/// </remarks>
internal sealed class PinCheck(TransportContext context, Peer? dialled)
{
    /// <summary>The peer whose key was shown, once it was.</summary>
    public Peer? Peer { get; private set; }

    public PeerRefusal Refusal { get; private set; }

    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown)
        {
            Refusal = PeerRefusal.NoCertificate;
            return false;
        }

        Peer = context.Peers.FindByPin(PeerCertificate.Pin(shown));
        Refusal = Peer is null ? PeerRefusal.UnknownCertificate
            : dialled is not null && dialled != Peer ? PeerRefusal.WrongPeer
            : PeerRefusal.None;
        return Refusal == PeerRefusal.None;
    }
}

using System.Net;
using System.Security.Cryptography.X509Certificates;
using Ledger.Client;
using Ledger.Node.Configuration;

namespace Ledger.Node.Commands;

/// <summary>The node of a configuration file, on this machine: its address and certificate are in that file.</summary>
internal static class OwnNode
{
    public static LedgerRpcClient Connect(NodeConfiguration configuration)
    {
        X509Certificate2? certificate = configuration.RpcCertificatePath is { } file
            ? X509CertificateLoader.LoadCertificateFromFile(file)
            : null;
        return new LedgerRpcClient(AddressOf(configuration), new LedgerRpcClientOptions { PinnedCertificate = certificate });
    }

    /// <summary>A node that listens everywhere also listens on loopback.</summary>
    private static Uri AddressOf(NodeConfiguration configuration)
    {
        IPEndPoint listen = configuration.GrpcListen;
        IPAddress address = listen.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : listen.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : listen.Address;
        string scheme = configuration.RpcCertificatePath is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;
        return new Uri($"{scheme}://{new IPEndPoint(address, listen.Port)}");
    }
}

using System.Net;

namespace Ledger.Client;

/// <summary>Which addresses of a node are spoken to: https anywhere, plain http on this machine only.</summary>
public static class NodeAddress
{
    public static bool TryParse(string text, out Uri? address)
    {
        bool allowed = Uri.TryCreate(text, UriKind.Absolute, out address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && IsThisMachine(address)));
        address = allowed ? address : null;
        return allowed;
    }

    private static bool IsThisMachine(Uri address)
        => address.Host == "localhost"
            || (IPAddress.TryParse(address.DnsSafeHost, out IPAddress? ip) && IPAddress.IsLoopback(ip));
}

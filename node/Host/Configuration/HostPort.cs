using System.Globalization;

namespace Ledger.Node.Configuration;

/// <summary>Where somebody listens: a name, an IPv4 address or an IPv6 address in brackets, then a port.</summary>
public sealed record HostPort(string Host, int Port)
{
    /// <summary>Reads "sg-1.example:7000" or "[::1]:7000"; the port is 1 to 65535.</summary>
    public static bool TryParse(string text, out HostPort parsed)
    {
        parsed = new HostPort("", 0);
        int colon = text.LastIndexOf(':');
        if (colon < 1 || !TryParsePort(text.AsSpan(colon + 1), out int port))
        {
            return false;
        }

        string host = text[..colon];
        bool isBracketed = host.StartsWith('[') && host.EndsWith(']');
        host = isBracketed ? host[1..^1] : host;
        UriHostNameType expected = Uri.CheckHostName(host);
        parsed = new HostPort(host, port);
        return isBracketed ? expected == UriHostNameType.IPv6
            : expected is UriHostNameType.Dns or UriHostNameType.IPv4;
    }

    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    private static bool TryParsePort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65_535;
}

using System.Net;
using System.Net.Sockets;

namespace Ledger.Node.Networking;

/// <summary>Who calls, as far as an address tells: an IPv4 address, or the first 64 bits of an IPv6 address.</summary>
/// <remarks>A subscriber has a whole IPv6 /64 (RFC 6177), so single addresses of it would be no bound.</remarks>
internal readonly record struct CallerOrigin(ulong Prefix, bool IsV6)
{
    public static CallerOrigin Of(EndPoint? remote) => remote is IPEndPoint end ? Of(end.Address) : default;

    public static CallerOrigin Of(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        Span<byte> bytes = stackalloc byte[16];
        plain.TryWriteBytes(bytes, out _);
        bool isV6 = plain.AddressFamily == AddressFamily.InterNetworkV6;
        ulong prefix = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes);
        return new CallerOrigin(isV6 ? prefix : prefix >> 32, isV6);
    }
}

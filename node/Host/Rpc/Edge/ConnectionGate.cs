using System.Net;
using System.Net.Sockets;
using Ledger.Client.Errors;
using Microsoft.AspNetCore.Connections;

namespace Ledger.Node.Rpc.Edge;

/// <summary>Lets in so many connections, and so many from one address; tells the others why, and closes them.</summary>
/// <remarks>
/// One gate for both ports. An IPv6 address counts with all of its /64, which one machine can use as it likes. Where TLS
/// is spoken a refused connection is only closed: a handshake would cost more than the connection it refuses.
/// </remarks>
internal sealed class ConnectionGate(RpcOptions options)
{
    private const int Ipv6PrefixBytes = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _byAddress = [];
    private int _all;

    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next, RpcPort port)
    {
        IPAddress address = Source(connection.RemoteEndPoint);
        if (TryEnter(address) is { } why)
        {
            await RefuseAsync(connection, port, why);
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            Leave(address);
        }
    }

    private Task RefuseAsync(ConnectionContext connection, RpcPort port, string why)
        => options.Certificate is not null
            ? Task.CompletedTask
            : ConnectionRefusal.SendAsync(connection, port == RpcPort.Grpc
                ? ConnectionRefusal.Http2(ErrorCode.TooManyConnections, why, ConnectionRefusal.EnhanceYourCalm)
                : ConnectionRefusal.Http1(ErrorCode.TooManyConnections, why));

    /// <summary>Null when it entered, else why not.</summary>
    private string? TryEnter(IPAddress address)
    {
        lock (_lock)
        {
            int ofAddress = _byAddress.GetValueOrDefault(address);
            if (_all == options.MaxConnections)
            {
                return $"{_all} connections are open, which is the most at once";
            }

            if (ofAddress == options.MaxConnectionsPerAddress)
            {
                return $"{ofAddress} connections of your address are open, which is the most at once";
            }

            _byAddress[address] = ofAddress + 1;
            _all++;
            return null;
        }
    }

    private void Leave(IPAddress address)
    {
        lock (_lock)
        {
            _all--;
            if (--_byAddress[address] == 0)
            {
                _byAddress.Remove(address);
            }
        }
    }

    private static IPAddress Source(EndPoint? remote)
    {
        IPAddress address = (remote as IPEndPoint)?.Address ?? IPAddress.None;
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
        {
            return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        }

        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(Ipv6PrefixBytes).Clear();
        return new IPAddress(bytes);
    }
}

using System.Net;
using System.Net.Sockets;
using Ledger.Node.Configuration;

namespace Ledger.Node.Running;

/// <summary>Whether the configured ports can be listened on, asked before any stored byte is touched.</summary>
public static class ListenCheck
{
    /// <exception cref="StartRefusedException">One of them cannot; its field is named.</exception>
    public static void Require(NodeConfiguration configuration)
    {
        Require(configuration.PeerListen, "$.peerListen");
        Require(configuration.GrpcListen, "$.grpcListen");
        Require(configuration.JsonListen, "$.jsonListen");
    }

    private static void Require(IPEndPoint address, string field)
    {
        using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(address);
            socket.Listen();
        }
        catch (SocketException cause)
        {
            StartRefusal refusal = cause.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? StartRefusal.PortInUse : StartRefusal.AddressUnavailable;
            throw new StartRefusedException(refusal, address.ToString(), field, cause.Message.TrimEnd('.'), cause);
        }
    }
}

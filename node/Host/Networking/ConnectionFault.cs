using System.Net.Sockets;
using System.Security.Authentication;

namespace Ledger.Node.Networking;

/// <summary>
/// Which exceptions mean that a connection ended, as connections do; every other one is a fault of this node.
/// </summary>
internal static class ConnectionFault
{
    public static bool Covers(Exception exception) => exception
        is IOException or SocketException or AuthenticationException
        or OperationCanceledException or ObjectDisposedException;
}

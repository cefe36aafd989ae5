using System.Net;
using System.Net.Sockets;

namespace Ledger.Testnet.Network;

/// <summary>Ports of the loopback address that nobody listens on at the moment.</summary>
/// <remarks>
/// Taken below the range the kernel gives to outgoing connections (from 32768 on Linux): a node that keeps calling a
/// peer which is down would otherwise sooner or later be given that peer's own port as its source, and be connected to
/// itself.
/// </remarks>
public static class FreePorts
{
    private const int First = 12_000;
    private const int Last = 32_000;
    private const int MaximumTries = 10_000;

    /// <summary>Given out by this process, whose owners may not listen yet: none is given twice.</summary>
    private static readonly HashSet<int> Given = [];

    /// <summary>Distinct ports; another process may still take one before it is used.</summary>
    public static int[] Take(int count)
    {
        lock (Given)
        {
            return [.. Enumerable.Range(0, count).Select(_ => TakeOne())];
        }
    }

    private static int TakeOne()
    {
        for (int tries = 0; tries < MaximumTries; tries++)
        {
            int port = Random.Shared.Next(First, Last);
            if (IsFree(port) && Given.Add(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"Found no free port between {First} and {Last}.");
    }

    private static bool IsFree(int port)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

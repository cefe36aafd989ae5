using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ledger.Testnet.Hostile;

/// <summary>What can be done to a port without speaking its language.</summary>
internal static class RawCalls
{
    private const int NoiseBytes = 256;

    private static readonly byte[] Preface = Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    private static readonly byte[] SlowHead =
        Encoding.ASCII.GetBytes("POST /v1/submit HTTP/1.1\r\nHost: localhost\r\nContent-Length: 64\r\nX-Slow: ");

    /// <summary>Connects, says nothing, and stays until it is put out or has had enough.</summary>
    public static async Task<string> StayAsync(int port, TimeSpan stay, CancellationToken cancellation)
    {
        using Socket socket = await ConnectAsync(port, cancellation);
        return await WaitForEndAsync(socket, stay, cancellation);
    }

    /// <summary>Says random bytes and waits for the end.</summary>
    public static async Task<string> NoiseAsync(int port, bool afterPreface, CancellationToken cancellation)
    {
        byte[] noise = new byte[NoiseBytes];
        Random.Shared.NextBytes(noise);
        using Socket socket = await ConnectAsync(port, cancellation);
        if (afterPreface)
        {
            await socket.SendAsync(Preface, cancellation);
        }

        await socket.SendAsync(noise, cancellation);
        return await WaitForEndAsync(socket, TimeSpan.FromSeconds(10), cancellation);
    }

    /// <summary>A request whose head comes a byte a second.</summary>
    public static async Task<string> SlowLorisAsync(int port, TimeSpan most, CancellationToken cancellation)
    {
        using Socket socket = await ConnectAsync(port, cancellation);
        await socket.SendAsync(SlowHead, cancellation);
        for (int sent = 0; sent < most.TotalSeconds; sent++)
        {
            if (await WaitForEndAsync(socket, TimeSpan.FromSeconds(1), cancellation) is "put out" or "reset")
            {
                return "put out";
            }

            await socket.SendAsync(new byte[] { (byte)'a' }, cancellation);
        }

        return "stayed";
    }

    private static async Task<Socket> ConnectAsync(int port, CancellationToken cancellation)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<string> WaitForEndAsync(Socket socket, TimeSpan most, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(most);
        byte[] heard = new byte[1024];
        try
        {
            while (await socket.ReceiveAsync(heard, limit.Token) > 0)
            {
                // Whatever it says, the end is what is waited for.
            }

            return "put out";
        }
        catch (SocketException)
        {
            return "reset";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return "stayed";
        }
    }
}

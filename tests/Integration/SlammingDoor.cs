using System.Net;
using System.Net.Sockets;

namespace Ledger.Tests.Integration;

/// <summary>A way to a node that carries so many bytes in a direction, and then resets both its connections (RST).</summary>
/// <remarks>The client and the node are as they always are; what breaks is what lies between them.</remarks>
internal sealed class SlammingDoor : IAsyncDisposable
{
    private const int BufferBytes = 16 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly int _port;
    private readonly long _requestBytes;
    private readonly long _responseBytes;
    private readonly Task _serving;
    private int _slams;

    /// <param name="port">Where the node listens on the loopback address.</param>
    /// <param name="requestBytes">Slams once it has carried so many bytes to the node.</param>
    /// <param name="responseBytes">Slams once it has carried so many bytes back, and more are there.</param>
    public SlammingDoor(int port, long requestBytes = long.MaxValue, long responseBytes = long.MaxValue)
    {
        _port = port;
        _requestBytes = requestBytes;
        _responseBytes = responseBytes;
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>How many connections it has cut.</summary>
    public int Slams => _slams;

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _serving;
        _listener.Dispose(); // last: a listener that is asked to accept after its end throws something else
        _closing.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(CarryAsync(await _listener.AcceptSocketAsync(_closing.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using Socket node = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        using (client)
        {
            Reset(client);
            Reset(node);
            try
            {
                await node.ConnectAsync(IPAddress.Loopback, _port, ended.Token);
                Task up = PumpAsync(client, node, _requestBytes, ended);
                Task down = PumpAsync(node, client, _responseBytes, ended);
                await Task.WhenAll(up, down);
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException)
            {
                // One side has gone, which is what this is for; the other is reset by the closing of its socket.
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to, long left, CancellationTokenSource ended)
    {
        byte[] buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer, ended.Token) is int read and > 0)
            {
                int carried = (int)Math.Min(left, read);
                for (int sent = 0; sent < carried;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, carried - sent), ended.Token);
                }

                left -= carried;
                if (carried < read)
                {
                    Interlocked.Increment(ref _slams);
                    break;
                }
            }
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    /// <summary>Closing it sends RST and drops what was not sent.</summary>
    private static void Reset(Socket socket) => socket.LingerState = new LingerOption(true, 0);
}

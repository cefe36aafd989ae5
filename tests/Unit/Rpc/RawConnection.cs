using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ledger.Tests.Rpc;

/// <summary>A TCP connection that sends any bytes at all.</summary>
internal sealed class RawConnection : IDisposable
{
    public const string Http2Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <param name="from">Another loopback address counts as another client.</param>
    public static async Task<RawConnection> OpenAsync(IPEndPoint server, string from = "127.0.0.1")
    {
        RawConnection connection = new();
        connection._socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await connection._socket.ConnectAsync(server);
        return connection;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await _socket.SendAsync(bytes);

    /// <summary>What the server sent up to its close; a reset counts as one.</summary>
    public async Task<string> ReadToCloseAsync()
    {
        using CancellationTokenSource time = new(RpcWorld.Patience);
        StringBuilder text = new();
        byte[] buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await _socket.ReceiveAsync(buffer, time.Token)) > 0)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (SocketException)
        {
            // Closed all the same.
        }

        return text.ToString();
    }

    public void Dispose() => _socket.Dispose();
}

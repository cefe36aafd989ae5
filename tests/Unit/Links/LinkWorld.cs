using System.Net;
using System.Net.Sockets;
using Ledger.Testnet.Links;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Unit.Links;

/// <summary>A link, and somebody who listens behind it.</summary>
internal sealed class LinkWorld : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TcpListener _far = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _sockets = [];

    public LinkWorld(int oneWayDelayMs = 0, long? bytesPerSecond = null)
    {
        _far.Start();
        int port = ((IPEndPoint)_far.LocalEndpoint).Port;
        Link = LinkProxy.Start(0, port, new LinkShape(oneWayDelayMs, bytesPerSecond));
    }

    public LinkProxy Link { get; }

    /// <summary>Calls through the link; who listens has accepted.</summary>
    public async Task<(Socket Caller, Socket Called)> ConnectAsync()
    {
        Socket caller = await DialAsync();
        Socket called = Keep(await _far.AcceptSocketAsync().WaitAsync(Patience));
        return (caller, called);
    }

    /// <summary>Calls the link, whoever answers.</summary>
    public async Task<Socket> DialAsync()
    {
        Socket caller = Keep(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        await caller.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Link.Port)).WaitAsync(Patience);
        return caller;
    }

    public bool SomebodyCalls => _far.Pending();

    /// <summary>Exactly so many bytes.</summary>
    public static async Task<byte[]> ReceiveAsync(Socket socket, int count)
    {
        byte[] bytes = new byte[count];
        for (int have = 0; have < count;)
        {
            int read = await socket.ReceiveAsync(bytes.AsMemory(have)).AsTask().WaitAsync(Patience);
            have += read > 0 ? read : throw new EndOfStreamException($"{have} of {count} bytes came");
        }

        return bytes;
    }

    /// <summary>Waits until bytes stand before a cut.</summary>
    public Task UntilHeldAsync()
        => Wait.UntilAsync("bytes to stand before the cut", Patience, default, () => Task.FromResult(Link.Held > 0));

    /// <summary>Waits until a call hears nothing.</summary>
    public Task UntilHangingAsync()
        => Wait.UntilAsync("a call to hang in the cut", Patience, default, () => Task.FromResult(Link.Hanging > 0));

    public async ValueTask DisposeAsync()
    {
        await Link.DisposeAsync();
        _sockets.ForEach(s => s.Dispose());
        _far.Dispose();
    }

    private Socket Keep(Socket socket)
    {
        _sockets.Add(socket);
        return socket;
    }
}

using System.Net;
using System.Net.Sockets;

namespace Ledger.Testnet.Links;

/// <summary>
/// A link in user space: connections to its port go to another, delayed and metered, until somebody cuts it.
/// </summary>
/// <remarks>
/// Stands where <c>tc netem</c> would, which needs a kernel module and root. One link carries the calls of one validator
/// to one other. Its port stays reserved for its whole life, also while it refuses. Thread-safe.
/// </remarks>
public sealed class LinkProxy : IAsyncDisposable
{
    private const int Backlog = 64;

    /// <summary>Most calls kept waiting in a silent cut; beyond, the oldest is reset.</summary>
    private const int MaximumHanging = 256;

    private static readonly IPAddress Loopback = IPAddress.Loopback;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly LinkGate _gate = new();
    private readonly HashSet<LinkConnection> _standing = [];
    private readonly List<Socket> _hanging = [];
    private readonly LinkMeter _there;
    private readonly LinkMeter _back;
    private readonly Socket _reservation;
    private readonly IPEndPoint _target;
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;
    private CutMode? _cut;

    private LinkProxy(int port, int targetPort, LinkShape shape)
    {
        _there = new LinkMeter(shape);
        _back = new LinkMeter(shape);
        _target = new IPEndPoint(Loopback, targetPort);
        _reservation = Bind(port);
        Port = ((IPEndPoint)_reservation.LocalEndPoint!).Port;
    }

    public int Port { get; }

    /// <summary>Connections carried now, those that stand still in a silent cut among them.</summary>
    public int Connections
    {
        get
        {
            lock (_lock)
            {
                return _standing.Count;
            }
        }
    }

    /// <summary>Calls into a silent cut that hear nothing now.</summary>
    public int Hanging
    {
        get
        {
            lock (_lock)
            {
                return _hanging.Count;
            }
        }
    }

    /// <summary>Bytes that were taken in and now wait for a cut to be healed.</summary>
    public long Held => _gate.Held;

    /// <summary>A link that accepts connections from now on.</summary>
    /// <param name="port">Where it listens on the loopback address; 0 lets the system choose.</param>
    /// <param name="targetPort">Where its connections go on the loopback address.</param>
    public static LinkProxy Start(int port, int targetPort, LinkShape shape)
    {
        LinkProxy link = new(port, targetPort, shape);
        link.Listen();
        return link;
    }

    /// <summary>Cuts the link, both directions at once.</summary>
    /// <exception cref="InvalidOperationException">It is cut already.</exception>
    public void Cut(CutMode mode)
    {
        lock (_lock)
        {
            Demand(_cut is null, "The link is cut already.");
            _cut = mode;
            _gate.Close();
            if (mode == CutMode.Refused)
            {
                _listener?.Dispose();
                ResetStanding();
            }
        }
    }

    /// <summary>
    /// Makes the link whole. Calls made during a silent cut never came through: they are reset.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is not cut.</exception>
    public void Heal()
    {
        lock (_lock)
        {
            Demand(_cut is not null, "The link is whole.");
            _hanging.ForEach(s => LinkConnection.Close(s, reset: true));
            _hanging.Clear();
            if (_cut == CutMode.SilentThenReset)
            {
                ResetStanding();
            }

            if (_cut == CutMode.Refused)
            {
                Listen();
            }

            _cut = null;
            _gate.Open();
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _stopping.Cancel();
            _listener?.Dispose();
            _hanging.ForEach(s => LinkConnection.Close(s, reset: true));
            _hanging.Clear();
        }

        await _accepting;
        _reservation.Dispose();
    }

    private static Socket Bind(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // So that the reservation, which never listens, and one listener after the other share the port.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(Loopback, port));
        return socket;
    }

    private void Listen()
    {
        _listener = Bind(Port);
        _listener.Listen(Backlog);
        _accepting = Task.WhenAll(_accepting, AcceptAllAsync(_listener));
    }

    private async Task AcceptAllAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                Socket caller = await listener.AcceptAsync(_stopping.Token);
                _ = CarryAsync(caller);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Cut or disposed: the listener is gone.
        }
    }

    private async Task CarryAsync(Socket caller)
    {
        if (Hangs(caller))
        {
            return;
        }

        Socket called = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        caller.NoDelay = true;
        try
        {
            await called.ConnectAsync(_target, _stopping.Token);
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException)
        {
            LinkConnection.Close(called, reset: true);
            LinkConnection.Close(caller, reset: true);
            return;
        }

        await CarryAsync(new LinkConnection(caller, called, _stopping.Token), caller, called);
    }

    private async Task CarryAsync(LinkConnection connection, Socket caller, Socket called)
    {
        lock (_lock)
        {
            _standing.Add(connection);
            if (_cut == CutMode.Refused)
            {
                connection.Reset();
            }
        }

        await connection.RunAsync(
            new LinkPump(caller, called, _there, _gate), new LinkPump(called, caller, _back, _gate));
        lock (_lock)
        {
            _standing.Remove(connection);
            connection.Dispose();
        }
    }

    /// <summary>A call into a silent cut hears nothing until the link is healed.</summary>
    private bool Hangs(Socket caller)
    {
        lock (_lock)
        {
            bool gone = _stopping.IsCancellationRequested || _cut == CutMode.Refused;
            if (gone)
            {
                LinkConnection.Close(caller, reset: true);
            }
            else if (_cut is not null)
            {
                _hanging.Add(caller);
                DropOldestBeyondBound();
            }

            return gone || _cut is not null;
        }
    }

    private void DropOldestBeyondBound()
    {
        if (_hanging.Count > MaximumHanging)
        {
            LinkConnection.Close(_hanging[0], reset: true);
            _hanging.RemoveAt(0);
        }
    }

    private void ResetStanding()
    {
        // A copy: a connection may leave the set while it is reset.
        foreach (LinkConnection connection in _standing.ToArray())
        {
            connection.Reset();
        }
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace Ledger.Node.Networking;

/// <summary>Accepts connections, bounds those that are unauthenticated, and runs each until it ends.</summary>
internal sealed class PeerListener : IDisposable
{
    private const int AcceptBacklog = 512;

    private readonly TransportContext _context;
    private readonly Socket _socket;
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];
    private readonly CallerDoor _door;

    /// <exception cref="SocketException">The endpoint cannot be listened on.</exception>
    public PeerListener(TransportContext context)
    {
        _context = context;
        _door = new CallerDoor(context.Options);
        _socket = new Socket(context.Options.Listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _socket.Bind(context.Options.Listen);
        _socket.Listen(AcceptBacklog);
    }

    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>
    /// Accepts until <paramref name="stopping"/>; accepted connections live until <paramref name="abort"/>.
    /// </summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abort)
    {
        try
        {
            while (true)
            {
                await AcceptAsync(stopping, abort);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            _context.Completion.TrySetException(exception);
        }
    }

    /// <summary>Waits for every connection; ends soon after the abort token given to <see cref="RunAsync"/>.</summary>
    public Task WhenAllEndedAsync()
    {
        lock (_gate)
        {
            return Task.WhenAll(_running.ToArray());
        }
    }

    /// <summary>The peers changed, and with them how many may call.</summary>
    public void Know(IReadOnlyList<PeerAddress> peers) => _door.Know(peers);

    public void Dispose() => _socket.Dispose();

    private async Task AcceptAsync(CancellationToken stopping, CancellationToken abort)
    {
        try
        {
            Serve(await _socket.AcceptAsync(stopping), abort);
        }
        catch (SocketException)
        {
            // The caller was gone before it was accepted, or descriptors are short: neither ends the listener.
            await Task.Delay(_context.Options.ReconnectPauseFirst, stopping);
        }
    }

    private void Serve(Socket caller, CancellationToken abort)
    {
        if (!_door.MayCall(CallerOrigin.Of(caller.RemoteEndPoint)))
        {
            _context.Refusals.Note(PeerRefusal.CallsTooOften, null, caller.RemoteEndPoint);
            caller.Dispose();
            return;
        }

        Task connection = ServeAsync(caller, abort);
        lock (_gate)
        {
            _running.Add(connection);
        }

        connection.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task ServeAsync(Socket caller, CancellationToken abort)
    {
        await Task.Yield();
        try
        {
            caller.NoDelay = true;
            await using InboundConnection connection = new(_context, caller, abort);
            if (await PassTheDoorAsync(connection))
            {
                await connection.ReceiveAsync();
            }
        }
        catch (Exception exception) when (ConnectionFault.Covers(exception))
        {
            caller.Dispose();
        }
        catch (Exception exception)
        {
            _context.Completion.TrySetException(exception);
        }
    }

    private async Task<bool> PassTheDoorAsync(InboundConnection connection)
    {
        CallerDoor.Caller caller = new(connection.Remote, connection.Close);
        if (_door.Enter(caller) is { } leaves)
        {
            _context.Refusals.Note(PeerRefusal.TooManyConnections, null, leaves.Remote);
            leaves.Close();
        }

        try
        {
            Peer? peer = await connection.AuthenticateAsync();
            if (peer is not null)
            {
                _door.Recognise(peer.Number, caller.Origin);
            }

            return peer is not null;
        }
        finally
        {
            _door.Leave(caller);
        }
    }

    private void Forget(Task connection)
    {
        lock (_gate)
        {
            _running.Remove(connection);
        }
    }
}

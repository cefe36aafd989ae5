using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Ledger.Node.Networking;

/// <summary>The validators' transport: frames between pinned peers over TLS 1.3, on two lanes.</summary>
/// <remarks>
/// PROTOCOL.md, Validators and Dissemination. Each node dials each peer once for each <see cref="Lane"/> and only
/// sends on
/// what it dialled; it only receives on what it accepted. Delivery is in order within a connection and not guaranteed.
/// </remarks>
public sealed class PeerTransport : IAsyncDisposable
{
    private readonly TransportContext _context;
    private readonly PeerListener _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly Lock _gate = new();
    private readonly List<PeerLanes> _lanes = [];
    private readonly HashSet<Task> _sending = [];
    private Task _accepting = Task.CompletedTask;
    private Task? _stopped;
    private bool _started;

    /// <summary>Listens; accepts and dials nobody before <see cref="Start"/>.</summary>
    /// <exception cref="ArgumentException">The options contradict themselves.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The endpoint cannot be listened on.</exception>
    public PeerTransport(PeerTransportOptions options, IFrameSink sink)
    {
        options.Validate();
        _context = new TransportContext(options, sink);
        _listener = new PeerListener(_context);
    }

    /// <summary>Where peers are accepted; tells the port when the options named port 0.</summary>
    public IPEndPoint LocalEndPoint => _listener.LocalEndPoint;

    /// <summary>
    /// Faults with what the sink threw, and then the node must end; completes after <see cref="StopAsync"/>.
    /// </summary>
    public Task Completion => _context.Completion.Task;

    /// <summary>Begins to accept and to dial; called once.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _started = true;
            _accepting = _listener.RunAsync(_stopping.Token, _abort.Token);
            foreach (Peer peer in _context.Peers.All)
            {
                Open(peer);
            }
        }
    }

    /// <summary>From now on these are the peers: newcomers are dialled, connections of those gone close.</summary>
    /// <remarks>
    /// Connections of those that stay are left as they are; whoever moves, or loses a key, is dialled anew. Returns at once:
    /// connections close on another thread. May be called before <see cref="Start"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">There are too many, or two share a number or a key.</exception>
    public void Update(IReadOnlyList<PeerAddress> peers)
    {
        PeerTransportOptions.RequirePeers(peers);
        lock (_gate)
        {
            if (_stopped is not null)
            {
                return;
            }

            IReadOnlyList<Peer> before = _context.Peers.All;
            Peer[] now = [.. peers.Select(p => before.FirstOrDefault(b => b.TryKeep(p)) ?? new Peer(p, _context.Options, _context.Sink))];
            _context.Peers = new PeerDirectory(now);
            _listener.Know(peers);
            Close([.. before.Except(now)]);
            foreach (Peer newcomer in now.Except(before).Where(_ => _started))
            {
                Open(newcomer);
            }
        }
    }

    /// <summary>Shows another certificate to whoever is dialled or calls from now on.</summary>
    public void Present(X509Certificate2 certificate) => _context.Tls.Present(certificate);

    /// <summary>Queues a frame and returns at once.</summary>
    /// <remarks>
    /// The bytes are not copied: they may go to many peers and must not change afterwards. On the votes lane a full
    /// queue
    /// drops its oldest frame; on the bulk lane it refuses this one.
    /// </remarks>
    /// <returns>False when the frame was not queued: nobody has the number, the bulk queue is full, or the transport
    /// stops.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The frame is empty or longer than its lane allows.</exception>
    public bool Send(int peer, Lane lane, ReadOnlyMemory<byte> frame)
    {
        ArgumentOutOfRangeException.ThrowIfZero(frame.Length, nameof(frame));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            frame.Length, _context.Options.Limits(lane).MaxFrameBytes, nameof(frame));
        return _context.Peers.Find(peer)?.Queue(lane).Enqueue(frame) ?? false;
    }

    /// <summary>What bounds a lane's queue to each peer.</summary>
    public LaneLimits Limits(Lane lane) => _context.Options.Limits(lane);

    /// <summary>Every peer, in the order of its number.</summary>
    public PeerSnapshot[] Snapshot() => [.. _context.Peers.All.Select(peer => peer.Snapshot())];

    /// <summary>How many connections were refused here, for each reason.</summary>
    public RefusalCount[] Refusals() => _context.Refusals.Snapshot();

    /// <summary>
    /// Takes no more frames and callers, lets the queues of open lanes leave for at most
    /// <see cref="PeerTransportOptions.StopFlushTimeout"/>, then closes everything.
    /// </summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            return _stopped ??= StopOnceAsync();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private void Open(Peer peer)
    {
        PeerLanes lanes = new(_context, peer);
        _lanes.Add(lanes);
        Task sending = lanes.RunAsync(_stopping.Token, _abort.Token);
        _sending.Add(sending);
        sending.ContinueWith(ended => Forget(ended, lanes), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private void Close(Peer[] gone)
    {
        PeerLanes[] lanes = [.. _lanes.Where(l => gone.Contains(l.Peer))];
        if (lanes.Length == 0)
        {
            return;
        }

        _lanes.RemoveAll(lanes.Contains);
        Task leaving = Task.Run(() => Array.ForEach(lanes, l => l.Leave()));
        leaving.ContinueWith(
            failed => _context.Completion.TrySetException(failed.Exception!),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private void Forget(Task sending, PeerLanes lanes)
    {
        lock (_gate)
        {
            _sending.Remove(sending);
        }

        lanes.Dispose();
    }

    private Task[] Sending()
    {
        lock (_gate)
        {
            return [.. _sending];
        }
    }

    private async Task StopOnceAsync()
    {
        foreach (Peer peer in _context.Peers.All)
        {
            peer.Queue(Lane.Votes).Complete();
            peer.Queue(Lane.Bulk).Complete();
        }

        await _stopping.CancelAsync();
        _abort.CancelAfter(_context.Options.StopFlushTimeout);
        await Task.WhenAll([_accepting, .. Sending()]);
        await _abort.CancelAsync();
        await _listener.WhenAllEndedAsync();
        _listener.Dispose();
        _stopping.Dispose();
        _abort.Dispose();
        _context.Completion.TrySetResult();
    }
}

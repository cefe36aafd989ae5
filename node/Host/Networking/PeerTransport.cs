using System.Net;

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
    private Task _accepting = Task.CompletedTask;
    private Task _sending = Task.CompletedTask;
    private Task? _stopped;

    /// <summary>Listens; accepts and dials nobody before <see cref="Start"/>.</summary>
    /// <exception cref="ArgumentException">The options contradict themselves.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The endpoint cannot be listened on.</exception>
    public PeerTransport(PeerTransportOptions options, IFrameSink sink)
    {
        options.Validate();
        _context = new TransportContext(
            options, sink, new PeerDirectory(options, sink), new PeerTls(options.Certificate), new RefusalLog(sink));
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
        _accepting = _listener.RunAsync(_stopping.Token, _abort.Token);
        _sending = Task.WhenAll(
            from peer in _context.Peers.All
            from lane in new[] { Lane.Votes, Lane.Bulk }
            select Task.Run(() => new OutboundLane(_context, peer, lane).RunAsync(_stopping.Token, _abort.Token)));
    }

    /// <summary>Queues a frame and returns at once.</summary>
    /// <remarks>
    /// The bytes are not copied: they may go to many peers and must not change afterwards. On the votes lane a full
    /// queue
    /// drops its oldest frame; on the bulk lane it refuses this one.
    /// </remarks>
    /// <returns>False when the frame was not queued: the bulk queue is full, or the transport stops.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No such peer, or the frame is empty or longer than its lane
    /// allows.</exception>
    public bool Send(int peer, Lane lane, ReadOnlyMemory<byte> frame)
    {
        ArgumentOutOfRangeException.ThrowIfZero(frame.Length, nameof(frame));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            frame.Length, _context.Options.Limits(lane).MaxFrameBytes, nameof(frame));
        return _context.Peers[peer].Queue(lane).Enqueue(frame);
    }

    /// <summary>What bounds a lane's queue to each peer.</summary>
    public LaneLimits Limits(Lane lane) => _context.Options.Limits(lane);

    /// <summary>Every peer, in the order of its index.</summary>
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

    private async Task StopOnceAsync()
    {
        foreach (Peer peer in _context.Peers.All)
        {
            peer.Queue(Lane.Votes).Complete();
            peer.Queue(Lane.Bulk).Complete();
        }

        await _stopping.CancelAsync();
        _abort.CancelAfter(_context.Options.StopFlushTimeout);
        await Task.WhenAll(_accepting, _sending);
        await _abort.CancelAsync();
        await _listener.WhenAllEndedAsync();
        _listener.Dispose();
        _stopping.Dispose();
        _abort.Dispose();
        _context.Completion.TrySetResult();
    }
}

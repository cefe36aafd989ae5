using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Ledger.Node.Networking;

/// <summary>
/// One accepted connection, read until it ends, is refused, is replaced by a newer one, or the transport stops.
/// </summary>
internal sealed class InboundConnection : IAsyncDisposable
{
    private readonly TransportContext _context;
    private readonly CancellationTokenSource _life;
    private readonly EndPoint? _remote;
    private readonly SslStream _tls;
    private readonly FrameReader _reader;
    private readonly InboundHandshake _handshake;
    private readonly SilenceCount _silence;
    private int _isDelivering;
    private int _isSilent;

    public InboundConnection(TransportContext context, Socket socket, CancellationToken stopping)
    {
        _context = context;
        _silence = new SilenceCount(context.Options);
        _life = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _remote = socket.RemoteEndPoint;
        _tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        _reader = new FrameReader(_tls, PeerHello.Size);
        _handshake = new InboundHandshake(context, _tls, _reader);
    }

    /// <summary>Where the caller calls from.</summary>
    public EndPoint? Remote => _remote;

    /// <summary>Who calls; null: the caller was refused, which is counted.</summary>
    public async Task<Peer?> AuthenticateAsync()
    {
        PeerRefusal refusal = await _handshake.RunAsync(_life.Token);
        if (refusal != PeerRefusal.None)
        {
            _context.Refusals.Note(refusal, _handshake.Peer, _remote);
        }

        return refusal == PeerRefusal.None ? _handshake.Peer : null;
    }

    /// <summary>Delivers frames to the sink; called once, after <see cref="AuthenticateAsync"/> named a peer.</summary>
    public async Task ReceiveAsync()
    {
        Peer peer = _handshake.Peer!;
        Lane lane = _handshake.Lane;
        _reader.MaxFrameBytes = _context.Options.Limits(lane).MaxFrameBytes;
        peer.ReceivingOpened(lane, this, _handshake.Protocol);
        using PeriodicTimer pulse = new(_context.Options.KeepAliveInterval);
        Task pulses = PulseAsync(pulse);
        try
        {
            PeerRefusal refusal = await ReadAllAsync(peer, lane);
            pulse.Dispose();
            await pulses;
            await RefuseAsync(refusal, peer);
        }
        finally
        {
            peer.ReceivingClosed(lane, this);
            pulse.Dispose();
            _life.Cancel();
            await pulses;
        }
    }

    /// <summary>Ends the connection from outside; <see cref="ReceiveAsync"/> then ends by itself.</summary>
    public void Close()
    {
        try
        {
            _life.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended first, which is what was asked for.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _tls.DisposeAsync();
        _life.Dispose();
    }

    private async Task<PeerRefusal> ReadAllAsync(Peer peer, Lane lane)
    {
        try
        {
            while (true)
            {
                FrameRead read = await _reader.ReadAsync(_life.Token);
                if (read.Frame is null)
                {
                    return read.Refusal;
                }

                _silence.Reset();
                await KeepPaceAsync(peer, lane, read.Frame.Length);
                if (read.Frame.Length > 0)
                {
                    peer.Counters(lane).Received(read.Frame.Length);
                    await DeliverAsync(peer.Number, lane, read.Frame);
                }
            }
        }
        catch (Exception exception) when (ConnectionFault.Covers(exception))
        {
            return Volatile.Read(ref _isSilent) != 0 ? PeerRefusal.Silent : PeerRefusal.None;
        }
    }

    /// <summary>A peer that outruns its lane's rates is read no faster than them.</summary>
    private async ValueTask KeepPaceAsync(Peer peer, Lane lane, int length)
    {
        TimeSpan wait = peer.PaceOf(lane, length);
        if (wait > TimeSpan.Zero)
        {
            peer.Counters(lane).HeldBack();
            await Task.Delay(wait, _life.Token);
        }
    }

    /// <summary>
    /// Keeps the sink's own failures apart from the connection's: an IOException of the sink ends the node.
    /// </summary>
    private async ValueTask DeliverAsync(int peer, Lane lane, byte[] frame)
    {
        Volatile.Write(ref _isDelivering, 1);
        try
        {
            await _context.Sink.OnFrame(peer, lane, frame, _life.Token);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !_life.IsCancellationRequested)
        {
            _context.Completion.TrySetException(exception);
            throw;
        }

        _silence.Reset();
        Volatile.Write(ref _isDelivering, 0);
    }

    /// <summary>
    /// Tells the sender that this side lives, also while the sink makes it wait, and watches for its silence.
    /// </summary>
    private async Task PulseAsync(PeriodicTimer pulse)
    {
        byte[] goesOn = [(byte)PeerRefusal.None];
        try
        {
            while (await pulse.WaitForNextTickAsync(_life.Token))
            {
                if (IsOverdue)
                {
                    Volatile.Write(ref _isSilent, 1);
                    _life.Cancel();
                    return;
                }

                await _tls.WriteAsync(goesOn, _life.Token);
            }
        }
        catch (Exception exception) when (ConnectionFault.Covers(exception))
        {
            // The pulse cannot be sent any more; the read loop must not outlive it.
            Close();
        }
    }

    /// <summary>Silence counts only while this side listens, not while its sink makes the peer wait.</summary>
    private bool IsOverdue => _silence.IsOver() && Volatile.Read(ref _isDelivering) == 0;

    private async Task RefuseAsync(PeerRefusal refusal, Peer peer)
    {
        if (refusal == PeerRefusal.None)
        {
            return;
        }

        _context.Refusals.Note(refusal, peer, _remote);
        try
        {
            await _tls.WriteAsync(new[] { (byte)refusal }, _life.Token);
        }
        catch (Exception exception) when (ConnectionFault.Covers(exception))
        {
            // The peer left without hearing why; the refusal is counted here.
        }
    }
}

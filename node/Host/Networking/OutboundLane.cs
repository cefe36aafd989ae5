using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Ledger.Node.Networking;

/// <summary>Keeps one lane to one peer open and sends what waits in its queue.</summary>
/// <remarks>
/// Nothing leaves the queue before the peer accepted the hello. Frames already handed to a connection that breaks are
/// lost; the layers above send again what they miss.
/// </remarks>
internal sealed class OutboundLane(TransportContext context, Peer peer, Lane lane)
{
    private readonly ReconnectPause _pause =
        new(context.Options.ReconnectPauseFirst, context.Options.ReconnectPauseMost, Random.Shared);

    private readonly DnsEndPoint _remote = new(peer.Address.Host, peer.Address.Port);
    private readonly List<ReadOnlyMemory<byte>> _turn = [];
    private readonly byte[] _status = new byte[1];

    /// <summary>
    /// Dials until <paramref name="stopping"/>, then flushes, for as long as <paramref name="abort"/> lets it.
    /// </summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abort)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                await ConnectAndSendAsync(stopping, abort);
                await Task.Delay(_pause.Next(), stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (Exception exception)
        {
            context.Completion.TrySetException(exception);
        }
    }

    private async Task ConnectAndSendAsync(CancellationToken stopping, CancellationToken abort)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SslStream? tls = await DialAsync(socket, stopping);
        if (tls is null)
        {
            peer.DialFailed();
            return;
        }

        long openedMs = Environment.TickCount64;
        peer.SendingOpened(lane);
        try
        {
            await SendAsync(tls, abort);
        }
        finally
        {
            peer.SendingClosed(lane);
            await tls.DisposeAsync();
        }

        // A peer that accepts and closes at once is dialled no oftener than one that is away.
        if (Environment.TickCount64 - openedMs >= context.Options.ReconnectPauseMost.TotalMilliseconds)
        {
            _pause.Reset();
        }
    }

    /// <summary>Null when the peer cannot be reached, is not the one pinned, or does not accept the hello.</summary>
    private async Task<SslStream?> DialAsync(Socket socket, CancellationToken stopping)
    {
        PinCheck pin = new(context, dialled: peer);
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        deadline.CancelAfter(context.Options.HandshakeTimeout);
        SslStream? tls = null;
        try
        {
            await socket.ConnectAsync(_remote, deadline.Token);
            tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await context.Tls.DialAsync(tls, pin, deadline.Token);
            if (await GreetAsync(tls, deadline.Token))
            {
                return tls;
            }
        }
        catch (Exception exception) when (ConnectionFault.Covers(exception))
        {
            NoteRefusal(pin, exception, socket, stopping);
        }

        await (tls?.DisposeAsync() ?? ValueTask.CompletedTask);
        return null;
    }

    private async Task<bool> GreetAsync(SslStream tls, CancellationToken cancellation)
    {
        PeerHello hello = new(context.Options.ChainId, lane, context.Options.Protocol);
        await tls.WriteAsync(hello.ToFrame(), cancellation);
        return await ReadStatusAsync(tls, cancellation);
    }

    private void NoteRefusal(PinCheck pin, Exception exception, Socket socket, CancellationToken stopping)
    {
        PeerRefusal refusal = pin.Refusal != PeerRefusal.None ? pin.Refusal
            : exception is AuthenticationException ? PeerRefusal.TlsFailed
            : exception is OperationCanceledException && socket.Connected ? PeerRefusal.HandshakeTimeout
            : PeerRefusal.None;
        if (refusal != PeerRefusal.None && !stopping.IsCancellationRequested)
        {
            context.Refusals.Note(refusal, peer, _remote);
        }
    }

    private async Task SendAsync(SslStream tls, CancellationToken abort)
    {
        using CancellationTokenSource life = CancellationTokenSource.CreateLinkedTokenSource(abort);
        Task watch = WatchAsync(tls, life);
        try
        {
            await DrainQueueAsync(new FrameWriter(tls, context.Options.CoalesceBytes), life.Token);
            await tls.ShutdownAsync();
            // The peer closes when it has read everything; closing first could reset the connection under it.
            await watch;
        }
        catch (Exception exception) when (ConnectionFault.Covers(exception))
        {
            // The lane is dialled again; SendingClosed tells the sink.
        }
        finally
        {
            life.Cancel();
            await watch;
        }
    }

    /// <summary>Ends only when the queue is completed and empty, or by an exception.</summary>
    private async Task DrainQueueAsync(FrameWriter writer, CancellationToken cancellation)
    {
        FrameQueue queue = peer.Queue(lane);
        _turn.Clear();
        while (!queue.IsDrained)
        {
            queue.Take(_turn, context.Options.CoalesceBytes);
            if (_turn.Count > 0)
            {
                await writer.WriteAsync(_turn, cancellation);
                peer.Counters(lane).Sent(_turn.Count, _turn.Sum(frame => (long)frame.Length));
                _turn.Clear();
            }
            else if (!await queue.WaitAsync(context.Options.KeepAliveInterval, cancellation))
            {
                await writer.WriteKeepAliveAsync(cancellation);
            }
        }
    }

    /// <summary>
    /// Reads the acceptor's status bytes; cancels the connection's life when they end, refuse, or fail to come.
    /// </summary>
    private async Task WatchAsync(SslStream tls, CancellationTokenSource life)
    {
        SilenceCount silence = new(context.Options);
        Task end = EndWhenSilentAsync(silence, life);
        try
        {
            while (await ReadStatusAsync(tls, life.Token))
            {
                silence.Reset();
            }
        }
        catch (Exception exception) when (ConnectionFault.Covers(exception))
        {
            // The connection broke: as its end below.
        }

        await life.CancelAsync();
        await end;
    }

    private async Task EndWhenSilentAsync(SilenceCount silence, CancellationTokenSource life)
    {
        using PeriodicTimer pulse = new(context.Options.KeepAliveInterval);
        try
        {
            while (!silence.IsOver())
            {
                await pulse.WaitForNextTickAsync(life.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }

        context.Refusals.Note(PeerRefusal.Silent, peer, _remote);
        await life.CancelAsync();
    }

    private async Task<bool> ReadStatusAsync(SslStream tls, CancellationToken cancellation)
    {
        if (await tls.ReadAsync(_status, cancellation) == 0)
        {
            return false;
        }

        peer.LastRefusalByPeer = _status[0] == 0 ? peer.LastRefusalByPeer : (PeerRefusal)_status[0];
        return _status[0] == 0;
    }
}

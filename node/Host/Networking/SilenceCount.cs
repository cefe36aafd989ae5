namespace Ledger.Node.Networking;

/// <summary>Measures a peer's silence in pulses of this node's own timer.</summary>
/// <remarks>
/// A process that was itself held (a pause of the collector, a stopped container, a starved machine) finds one pulse
/// afterwards, however long it was away, and so reads what waits in its sockets before it judges: its own absence is
/// never taken for the peer's.
/// </remarks>
internal sealed class SilenceCount(PeerTransportOptions options)
{
    private readonly int _most = (int)Math.Ceiling(options.IdleTimeout / options.KeepAliveInterval);
    private int _pulses;

    /// <summary>The peer was heard, or is not expected to be.</summary>
    public void Reset() => Volatile.Write(ref _pulses, 0);

    /// <summary>One pulse has passed; true when more of them than <see cref="PeerTransportOptions.IdleTimeout"/> holds
    /// came without a sign of life.</summary>
    public bool IsOver() => Interlocked.Increment(ref _pulses) > _most;
}

namespace Ledger.Node.Networking;

/// <summary>Both lanes to one peer, from when it becomes one until it is one no longer or the transport stops.</summary>
internal sealed class PeerLanes(TransportContext context, Peer peer) : IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    public Peer Peer => peer;

    public async Task RunAsync(CancellationToken stopping, CancellationToken abort)
    {
        using CancellationTokenSource dialling = CancellationTokenSource.CreateLinkedTokenSource(stopping, _gone.Token);
        using CancellationTokenSource open = CancellationTokenSource.CreateLinkedTokenSource(abort, _gone.Token);
        await Task.WhenAll(
            from lane in new[] { Lane.Votes, Lane.Bulk }
            select Task.Run(() => new OutboundLane(context, peer, lane).RunAsync(dialling.Token, open.Token)));
    }

    /// <summary>The peer is none any more: what is open to and from it closes.</summary>
    public void Leave()
    {
        peer.Leave();
        try
        {
            _gone.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The transport stopped first, and they ended with it.
        }
    }

    public void Dispose() => _gone.Dispose();
}

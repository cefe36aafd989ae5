namespace Ledger.Node.Networking;

/// <summary>What every connection of one transport shares.</summary>
internal sealed class TransportContext(PeerTransportOptions options, IFrameSink sink)
{
    private volatile PeerDirectory _peers = new(options.Peers.Select(address => new Peer(address, options, sink)));

    public PeerTransportOptions Options => options;

    public IFrameSink Sink => sink;

    public PeerTls Tls { get; } = new(options.Certificate);

    public RefusalLog Refusals { get; } = new(sink);

    /// <summary>The peers now; whoever looks twice may see two.</summary>
    public PeerDirectory Peers
    {
        get => _peers;
        set => _peers = value;
    }

    /// <summary>Faults when the sink or the transport itself failed, and with it the node.</summary>
    public TaskCompletionSource Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

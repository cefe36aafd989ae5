namespace Ledger.Node.Networking;

/// <summary>What every connection of one transport shares.</summary>
internal sealed record TransportContext(
    PeerTransportOptions Options, IFrameSink Sink, PeerDirectory Peers, PeerTls Tls, RefusalLog Refusals)
{
    /// <summary>Faults when the sink or the transport itself failed, and with it the node.</summary>
    public TaskCompletionSource Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

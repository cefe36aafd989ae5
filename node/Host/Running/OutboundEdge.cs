using Ledger.Engine;
using Ledger.Node.Networking;
using Ledger.Protocol.Numbers;

namespace Ledger.Node.Running;

/// <summary>The engine's transport: frames to the lanes of the peer connections.</summary>
public sealed class OutboundEdge : ITransport
{
    private PeerTransport? _transport;

    public void Connect(PeerTransport transport) => _transport = transport;

    public void Send(ValidatorIndex to, TransportLane lane, ReadOnlyMemory<byte> frame)
        => _transport?.Send(to.Value, lane == TransportLane.Votes ? Lane.Votes : Lane.Bulk, frame);
}

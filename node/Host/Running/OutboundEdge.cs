using Ledger.Engine;
using Ledger.Node.Networking;
using Ledger.Protocol.Numbers;

namespace Ledger.Node.Running;

/// <summary>The engine's transport: frames to the lanes of the peer connections.</summary>
/// <remarks>Whoever is at an index without being connected, or is a peer no longer, misses the frame like one that was lost.</remarks>
public sealed class OutboundEdge(PeerRoll roll) : ITransport
{
    private PeerTransport? _transport;

    public void Connect(PeerTransport transport) => _transport = transport;

    public void Send(ValidatorIndex to, TransportLane lane, ReadOnlyMemory<byte> frame)
    {
        if (_transport is { } transport && roll.Map.PeerAt(to) is { } peer)
        {
            transport.Send(peer, lane == TransportLane.Votes ? Lane.Votes : Lane.Bulk, frame);
        }
    }
}

namespace Ledger.Node.Networking;

/// <summary>One peer as the transport sees it now.</summary>
/// <param name="Number">By which this node knows the peer (<see cref="PeerAddress"/>).</param>
/// <param name="Connected">Both lanes to the peer are open.</param>
/// <param name="FailedDials">Dials that ended without an accepted hello.</param>
/// <param name="LastRefusal">What this node last refused of the peer's.</param>
/// <param name="LastRefusalByPeer">What the peer last refused of this node's.</param>
/// <param name="Protocol">The highest protocol version of its program, as its last call said; 0 when it never called.</param>
public sealed record PeerSnapshot(
    int Number,
    bool Connected,
    long FailedDials,
    PeerRefusal LastRefusal,
    PeerRefusal LastRefusalByPeer,
    LaneSnapshot Votes,
    LaneSnapshot Bulk,
    uint Protocol);

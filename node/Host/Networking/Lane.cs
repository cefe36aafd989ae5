namespace Ledger.Node.Networking;

/// <summary>The two streams a node opens to each peer, so that bulk data can never stand in front of a vote.</summary>
/// <remarks>The numbers are on the wire (<see cref="PeerHello"/>) and frozen.</remarks>
public enum Lane : byte
{
    /// <summary>
    /// Consensus messages: small, urgent, superseded by later ones. A full queue drops its oldest frame.
    /// </summary>
    Votes = 0,

    /// <summary>
    /// Batches, blocks, snapshots. A full queue refuses the new frame; the caller keeps it and tries again.
    /// </summary>
    Bulk = 1,
}

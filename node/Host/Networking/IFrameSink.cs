using System.Net;

namespace Ledger.Node.Networking;

/// <summary>What the transport tells the node: the engine's inbox in production, a recording in tests.</summary>
/// <remarks>
/// Calls of one connection come one after another; those of different connections come at the same time. An exception
/// thrown here is the node's own failure: it ends <see cref="PeerTransport.Completion"/>, not merely the connection.
/// </remarks>
public interface IFrameSink
{
    /// <summary>Takes one frame, whose bytes are the receiver's from now on.</summary>
    /// <remarks>While the returned task is not done, this connection alone is not read: that is the
    /// back-pressure.</remarks>
    /// <param name="cancellation">The connection is being closed; a waiting receiver gives up with
    /// <see cref="OperationCanceledException"/>.</param>
    ValueTask OnFrame(int fromPeer, Lane lane, ReadOnlyMemory<byte> frame, CancellationToken cancellation);

    /// <summary>Both lanes to the peer are open. Alternates with <see cref="OnDisconnected"/>; must not wait.</summary>
    void OnConnected(int peer);

    /// <summary>One of the lanes to the peer was lost. Must not wait.</summary>
    void OnDisconnected(int peer);

    /// <summary>A connection was refused here. Must not wait.</summary>
    /// <param name="peer">The peer whose key was shown, or was dialled; null when nobody was authenticated.</param>
    /// <param name="remote">The other end's address, where there is one.</param>
    void OnRefused(PeerRefusal refusal, int? peer, EndPoint? remote);
}

using Ledger.Node.Rpc.Log;
using Ledger.Protocol.Merkle;
using Ledger.Storage.Anchors;

namespace Ledger.Node.Running;

/// <summary>The public log as this node has it: the newest checkpoint that was published, and the tiles of its store.</summary>
/// <remarks>The store is read on the caller's thread pool, never on the engine's.</remarks>
public sealed class PublicLog(CheckpointWatch checkpoints, AnchorStore anchors) : IPublicLog
{
    /// <summary>Null, too, while a node that fell far behind takes its leaves from others anew.</summary>
    public PublishedLog? Newest => checkpoints.Newest is { } newest && newest.Size <= anchors.Size ? newest : null;

    public Task<byte[]> ReadAsync(Func<IAnchorTiles, byte[]> question, CancellationToken cancellation)
        => Task.Run(() => question(anchors), cancellation);
}

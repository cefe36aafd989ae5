using Ledger.Protocol.Merkle;

namespace Ledger.Node.Rpc.Log;

/// <summary>What is served to everybody of the public log and its twin.</summary>
/// <remarks>Implemented by the node, and by a log in memory in tests. Called from many threads at once.</remarks>
public interface IPublicLog
{
    /// <summary>Null until a checkpoint is published; the sizes never go down.</summary>
    PublishedLog? Newest { get; }

    /// <summary>Asks the store, which has at least the leaves of <see cref="Newest"/>.</summary>
    Task<byte[]> ReadAsync(Func<IAnchorTiles, byte[]> question, CancellationToken cancellation);
}

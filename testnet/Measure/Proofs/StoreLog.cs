using Ledger.Client.Logs;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>A public log out of a node's anchor store, as the node answers for it, without HTTP between.</summary>
internal sealed class StoreLog(IAnchorTiles tiles, TreeHash hash, ulong size, SignedNote checkpoint) : ILogSource
{
    public string Name => "store";

    public Task<byte[]?> ReadAsync(string path, int mostBytes, CancellationToken cancellation)
        => Task.FromResult(path == "checkpoint" ? checkpoint.Encode() : Find(path));

    private byte[]? Find(string path)
        => TilePath.TryParse(path, out TilePath tile) == DecodeFault.None && LogTiles.Has(tile, size)
            ? LogTiles.Read(tiles, hash, tile)
            : null;
}

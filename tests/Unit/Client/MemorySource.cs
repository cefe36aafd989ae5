using Ledger.Client.Logs;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;
using Ledger.Tests.Unit.Checkpoints;

namespace Ledger.Tests.Unit.Client;

/// <summary>A log in memory as a server shows it, honest or not.</summary>
internal sealed class MemorySource(MemoryLog log, TreeHash hash, string name = "memory/") : ILogSource
{
    public string Name => name;

    /// <summary>Changes what leaves it; null for what is not there.</summary>
    public Func<string, byte[]?, byte[]?> Change { get; set; } = (_, bytes) => bytes;

    public List<string> Asked { get; } = [];

    public async Task<byte[]?> ReadAsync(string path, int mostBytes, CancellationToken cancellation)
    {
        Asked.Add(path);
        bool isTile = TilePath.TryParse(path, out TilePath tile) == DecodeFault.None;
        byte[]? bytes = log.Newest is not { } newest ? null
            : path == "checkpoint" ? newest.Of(hash).Encode()
            : isTile && LogTiles.Has(tile, newest.Size) ? await log.ReadAsync(tiles => LogTiles.Read(tiles, hash, tile), cancellation)
            : null;
        return Change(path, bytes);
    }
}

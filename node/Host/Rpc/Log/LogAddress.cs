using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;

namespace Ledger.Node.Rpc.Log;

/// <summary>What an address of the public log means: a checkpoint, or a tile of one of both logs.</summary>
/// <remarks>c2sp.org/tlog-tiles: the prefix of the SHA-256 log is the port's root, that of its twin <c>/sm3</c> below it.</remarks>
/// <param name="Hash">Which log.</param>
/// <param name="Tile">Null for its checkpoint.</param>
internal sealed record LogAddress(TreeHash Hash, TilePath? Tile)
{
    private const string Twin = "/sm3";
    private const string Checkpoint = "/checkpoint";

    /// <summary>Whether a path is meant for the public log, be it well formed or not.</summary>
    public static bool Covers(string path)
        => Below(path) is var rest && (rest == Checkpoint || rest.StartsWith($"/{TilePath.Root}", StringComparison.Ordinal));

    /// <summary>Null for a path that is no address of a log.</summary>
    public static LogAddress? Of(string path)
    {
        string rest = Below(path);
        TreeHash hash = rest == path ? TreeHash.Sha256 : TreeHash.Sm3;
        return rest == Checkpoint ? new LogAddress(hash, null)
            : TilePath.TryParse(rest[1..], out TilePath tile) == DecodeFault.None ? new LogAddress(hash, tile)
            : null;
    }

    private static string Below(string path)
        => path.StartsWith(Twin + "/", StringComparison.Ordinal) ? path[Twin.Length..] : path;
}

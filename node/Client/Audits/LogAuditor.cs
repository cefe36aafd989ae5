using Ledger.Protocol.Blocks;
using Ledger.Protocol.Merkle;

namespace Ledger.Client.Audits;

/// <summary>Recomputes both roots of the log as header after header has them, from a copy of the leaves.</summary>
/// <remarks>
/// RFC 6962 2.1, with its twin in SM3. One pass over the leaves and one frontier in memory, however long the log. Headers come in their
/// order, believed already; the leaves are believed by nobody, and what differs is said of the height where it first shows.
/// </remarks>
public sealed class LogAuditor(ILeaves leaves)
{
    /// <summary>Leaves that are hashed at once: some 3.5 MB.</summary>
    private const int Stretch = 65_536;

    private readonly AnchorTileList _tiles = new();
    private AnchorFrontier _frontier = AnchorFrontier.Empty;

    /// <summary>Leaves hashed so far.</summary>
    public ulong Hashed => _frontier.Size;

    /// <summary>What differs; null when header and leaves agree.</summary>
    /// <exception cref="ArgumentException">The header has fewer leaves than one before it.</exception>
    public AuditFinding? Check(BlockHeader header)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(header.LogSize, _frontier.Size, nameof(header));
        if (header.LogSize > leaves.Count)
        {
            return new AuditFinding(
                header.Height, AuditFault.LeavesMissing, $"the header has {header.LogSize} leaves, the copy {leaves.Count}");
        }

        HashUpTo(header.LogSize);
        TwinDigest root = _frontier.Root;
        return root.Sha256 != header.LogRoot ? Differ(header, AuditFault.LogRoot, header.LogRoot, root.Sha256)
            : root.Sm3 != header.LogRootSm3 ? Differ(header, AuditFault.TwinRoot, header.LogRootSm3, root.Sm3)
            : null;
    }

    private void HashUpTo(ulong size)
    {
        while (_frontier.Size < size)
        {
            byte[] records = leaves.Read(_frontier.Size, (int)ulong.Min(Stretch, size - _frontier.Size));
            _frontier = _frontier.Append(records, _tiles);
            _tiles.Clear();
        }
    }

    private static AuditFinding Differ(BlockHeader header, AuditFault fault, object said, object made)
        => new(header.Height, fault, $"the header has {said}, its {header.LogSize} leaves give {made}");
}

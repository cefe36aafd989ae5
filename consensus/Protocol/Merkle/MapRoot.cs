using Ledger.Cryptography.Hashing;

namespace Ledger.Protocol.Merkle;

/// <summary>The root of one part of the state map: nothing, a lone entry's leaf, or a fork.</summary>
/// <remarks>
/// Which of them must be known: a lone entry rises above its empty neighbour with its hash unchanged, a fork does not. A wrong
/// kind gives another root, or, where both neighbours are there, none that matters.
/// </remarks>
public readonly record struct MapRoot(MapRootKind Kind, Digest Hash)
{
    /// <summary>The root over 2^k parts in path order.</summary>
    public static MapRoot Of(ReadOnlySpan<MapRoot> parts)
        => parts.Length == 1 ? parts[0] : Join(Of(parts[..(parts.Length / 2)]), Of(parts[(parts.Length / 2)..]));

    private static MapRoot Join(MapRoot left, MapRoot right)
        => (left.Kind, right.Kind) switch
        {
            (MapRootKind.Nothing, MapRootKind.Nothing) => default,
            (MapRootKind.Entry, MapRootKind.Nothing) => left,
            (MapRootKind.Nothing, MapRootKind.Entry) => right,
            _ => new MapRoot(MapRootKind.Fork, MapHash.Fork(left.Hash, right.Hash)),
        };
}

/// <summary>The numbers are frozen.</summary>
public enum MapRootKind : byte
{
    Nothing = 0,
    Entry = 1,
    Fork = 2,
}

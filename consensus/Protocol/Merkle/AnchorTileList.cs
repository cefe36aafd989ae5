using System.Runtime.InteropServices;

namespace Ledger.Protocol.Merkle;

/// <summary>The subtrees completed by appends: of each tile level in order of index, ready to be stored.</summary>
/// <remarks>Kept and cleared by its owner between turns, so that its memory is reused.</remarks>
public sealed class AnchorTileList
{
    private readonly List<AnchorTileRoot> _roots = [];

    public int Count => _roots.Count;

    public AnchorTileRoot this[int position] => _roots[position];

    /// <summary>Valid until the next <see cref="Add"/> or <see cref="Clear"/>.</summary>
    public ReadOnlySpan<AnchorTileRoot> AsSpan() => CollectionsMarshal.AsSpan(_roots);

    public void Add(AnchorTileRoot root) => _roots.Add(root);

    public void Clear() => _roots.Clear();
}

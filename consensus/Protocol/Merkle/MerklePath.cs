using System.Numerics;

namespace Ledger.Protocol.Merkle;

/// <summary>Which siblings a proof has: exact lengths, and the side of each sibling.</summary>
/// <remarks>
/// The lengths follow from the numbers alone, so a proof of any other length is refused before anything is hashed, and the walk
/// always ends at the root.
/// </remarks>
internal struct MerklePath
{
    private ulong _node;
    private ulong _last;

    /// <summary>A walk up from the leaf at <paramref name="index"/>, for as many steps as its path is long.</summary>
    public MerklePath(ulong index, ulong treeSize)
    {
        _node = index;
        _last = treeSize - 1;
    }

    /// <summary>Siblings of leaf <paramref name="index"/>, which is below <paramref name="treeSize"/>.</summary>
    /// <remarks>
    /// Below the level where the paths of this leaf and the last leaf meet there is a sibling at every level; above it, only
    /// left ones, one for every 1 bit.
    /// </remarks>
    public static int InclusionLength(ulong index, ulong treeSize)
    {
        int meeting = 64 - BitOperations.LeadingZeroCount(index ^ (treeSize - 1));
        return meeting + (meeting == 64 ? 0 : BitOperations.PopCount(index >> meeting));
    }

    /// <summary>Hashes of a consistency proof; <paramref name="oldSize"/> is from 1 to <paramref name="newSize"/>.</summary>
    public static int ConsistencyLength(ulong oldSize, ulong newSize)
    {
        if (oldSize == newSize)
        {
            return 0;
        }

        int level = BitOperations.TrailingZeroCount(oldSize);
        int own = BitOperations.IsPow2(oldSize) ? 0 : 1;
        return own + InclusionLength((oldSize - 1) >> level, ((newSize - 1) >> level) + 1);
    }

    /// <summary>Goes one sibling up; true if that sibling is the left one.</summary>
    public bool NextIsLeft()
    {
        // An even last node has no sibling: it is its own parent (RFC 9162 2.1.3.2, step 4).
        while ((_node & 1) == 0 && _node == _last)
        {
            Up();
        }

        bool isLeft = (_node & 1) != 0;
        Up();
        return isLeft;
    }

    private void Up()
    {
        _node >>= 1;
        _last >>= 1;
    }
}

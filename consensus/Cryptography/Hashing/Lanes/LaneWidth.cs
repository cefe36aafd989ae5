using System.Runtime.Intrinsics;

namespace Ledger.Cryptography.Hashing.Lanes;

/// <summary>How many messages one pass of a compression function works on.</summary>
internal enum LaneWidth
{
    /// <summary>One at a time: the scalar twin the other widths are tested against.</summary>
    One = 1,

    /// <summary>Eight, in <see cref="Vector256{T}"/>.</summary>
    Eight = 8,

    /// <summary>Sixteen, in <see cref="Vector512{T}"/>; needs AVX-512 F and BW.</summary>
    Sixteen = 16,
}

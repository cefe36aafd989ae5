using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ledger.Cryptography.Hashing.Lanes;

/// <summary>Which widths this processor has.</summary>
internal static class LaneWidths
{
    public static LaneWidth Widest { get; } =
        IsSupported(LaneWidth.Sixteen) ? LaneWidth.Sixteen
        : IsSupported(LaneWidth.Eight) ? LaneWidth.Eight
        : LaneWidth.One;

    public static bool IsSupported(LaneWidth width) => width switch
    {
        LaneWidth.Sixteen => Vector512.IsHardwareAccelerated && Avx512F.IsSupported && Avx512BW.IsSupported,
        LaneWidth.Eight => Vector256.IsHardwareAccelerated && Avx2.IsSupported,
        _ => true,
    };
}

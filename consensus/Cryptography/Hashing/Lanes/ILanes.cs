using System.Diagnostics.CodeAnalysis;

namespace Ledger.Cryptography.Hashing.Lanes;

/// <summary>
/// The arithmetic of a kernel that hashes <see cref="Count"/> messages at once: word i of every message side by side in one
/// <typeparamref name="TVector"/>.
/// </summary>
/// <remarks>Two implementations, so a compression function is written once; the JIT makes one body of it per width.</remarks>
internal unsafe interface ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Messages per vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Broadcast(uint value);

    static abstract TVector Add(TVector x, TVector y);

    static abstract TVector Xor(TVector x, TVector y);

    static abstract TVector Xor(TVector x, TVector y, TVector z);

    /// <summary>Bits of <paramref name="y"/> where <paramref name="x"/> is 1, of <paramref name="z"/> where it is 0.</summary>
    static abstract TVector Choose(TVector x, TVector y, TVector z);

    /// <summary>The value two of three bits have.</summary>
    static abstract TVector Majority(TVector x, TVector y, TVector z);

    static abstract TVector RotateLeft(TVector x, [ConstantExpected] byte count);

    static abstract TVector ShiftRight(TVector x, [ConstantExpected] byte count);

    /// <summary>
    /// Reads one 64-byte block per lane, <paramref name="stride"/> bytes apart, as 16 big-endian words per lane:
    /// <c>words[i]</c> gets word i of every lane.
    /// </summary>
    static abstract void LoadBlocks(byte* blocks, int stride, TVector* words);

    /// <summary>Writes the 32-byte big-endian state of every lane, one after the other.</summary>
    static abstract void StoreDigests(TVector* state, byte* digests);
}

using System.Runtime.CompilerServices;

namespace Ledger.Cryptography.Hashing.Lanes;

/// <summary>The SHA-256 compression function over lanes (FIPS 180-4 6.2.2; letters are the standard's).</summary>
internal readonly unsafe struct Sha256LaneCompression : ILaneCompression
{
    private const int Rounds = 64;

    public static ReadOnlySpan<uint> InitialState =>
    [
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    ];

    private static ReadOnlySpan<uint> RoundConstants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    public static Digest HashOne(ReadOnlySpan<byte> message) => Sha256.Hash(message);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compress<TLanes, TVector>(TVector* state, TVector* words)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        Expand<TLanes, TVector>(words);
        (TVector a, TVector b, TVector c, TVector d) = (state[0], state[1], state[2], state[3]);
        (TVector e, TVector f, TVector g, TVector h) = (state[4], state[5], state[6], state[7]);
        fixed (uint* k = RoundConstants)
        {
            // Eight rounds bring every letter back to its register, so nothing is moved.
            for (int t = 0; t < Rounds; t += 8)
            {
                TVector* w = words + t;
                uint* kt = k + t;
                Round<TLanes, TVector>(a, b, c, ref d, e, f, g, ref h, w[0], kt[0]);
                Round<TLanes, TVector>(h, a, b, ref c, d, e, f, ref g, w[1], kt[1]);
                Round<TLanes, TVector>(g, h, a, ref b, c, d, e, ref f, w[2], kt[2]);
                Round<TLanes, TVector>(f, g, h, ref a, b, c, d, ref e, w[3], kt[3]);
                Round<TLanes, TVector>(e, f, g, ref h, a, b, c, ref d, w[4], kt[4]);
                Round<TLanes, TVector>(d, e, f, ref g, h, a, b, ref c, w[5], kt[5]);
                Round<TLanes, TVector>(c, d, e, ref f, g, h, a, ref b, w[6], kt[6]);
                Round<TLanes, TVector>(b, c, d, ref e, f, g, h, ref a, w[7], kt[7]);
            }
        }

        state[0] = TLanes.Add(state[0], a);
        state[1] = TLanes.Add(state[1], b);
        state[2] = TLanes.Add(state[2], c);
        state[3] = TLanes.Add(state[3], d);
        state[4] = TLanes.Add(state[4], e);
        state[5] = TLanes.Add(state[5], f);
        state[6] = TLanes.Add(state[6], g);
        state[7] = TLanes.Add(state[7], h);
    }

    /// <summary>Leaves the new a in <paramref name="h"/> and the new e in <paramref name="d"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round<TLanes, TVector>(
        TVector a, TVector b, TVector c, ref TVector d, TVector e, TVector f, TVector g, ref TVector h, TVector w, uint k)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        TVector sum1 = TLanes.Xor(TLanes.RotateLeft(e, 26), TLanes.RotateLeft(e, 21), TLanes.RotateLeft(e, 7));
        TVector sum0 = TLanes.Xor(TLanes.RotateLeft(a, 30), TLanes.RotateLeft(a, 19), TLanes.RotateLeft(a, 10));
        TVector wk = TLanes.Add(TLanes.Add(h, TLanes.Broadcast(k)), w);
        TVector t1 = TLanes.Add(TLanes.Add(wk, TLanes.Choose(e, f, g)), sum1);
        d = TLanes.Add(d, t1);
        h = TLanes.Add(TLanes.Add(t1, TLanes.Majority(a, b, c)), sum0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Expand<TLanes, TVector>(TVector* w)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        for (TVector* end = w + Rounds - 16; w < end; w++)
        {
            TVector x = w[1];
            TVector y = w[14];
            TVector s0 = TLanes.Xor(TLanes.RotateLeft(x, 25), TLanes.RotateLeft(x, 14), TLanes.ShiftRight(x, 3));
            TVector s1 = TLanes.Xor(TLanes.RotateLeft(y, 15), TLanes.RotateLeft(y, 13), TLanes.ShiftRight(y, 10));
            w[16] = TLanes.Add(TLanes.Add(w[0], w[9]), TLanes.Add(s0, s1));
        }
    }
}

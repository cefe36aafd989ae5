using System.Runtime.CompilerServices;

namespace Ledger.Cryptography.Hashing.Lanes;

/// <summary>The SM3 compression function over lanes (GB/T 32905 5.3; letters are the standard's).</summary>
internal readonly unsafe struct Sm3LaneCompression : ILaneCompression
{
    private const int Rounds = 64;
    private const int EarlyRounds = 16;

    public static ReadOnlySpan<uint> InitialState => Sm3Compression.InitialState;

    public static Digest HashOne(ReadOnlySpan<byte> message) => Sm3.Hash(message);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compress<TLanes, TVector>(TVector* state, TVector* words)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        Expand<TLanes, TVector>(words);
        (TVector a, TVector b, TVector c, TVector d) = (state[0], state[1], state[2], state[3]);
        (TVector e, TVector f, TVector g, TVector h) = (state[4], state[5], state[6], state[7]);
        fixed (uint* constants = Sm3Compression.RoundConstants)
        {
            // Four rounds bring every letter back to its register, so nothing is moved.
            for (int j = 0; j < EarlyRounds; j += 4)
            {
                TVector* w = words + j;
                uint* t = constants + j;
                Early<TLanes, TVector>(a, ref b, c, ref d, e, ref f, g, ref h, w, t[0]);
                Early<TLanes, TVector>(d, ref a, b, ref c, h, ref e, f, ref g, w + 1, t[1]);
                Early<TLanes, TVector>(c, ref d, a, ref b, g, ref h, e, ref f, w + 2, t[2]);
                Early<TLanes, TVector>(b, ref c, d, ref a, f, ref g, h, ref e, w + 3, t[3]);
            }

            for (int j = EarlyRounds; j < Rounds; j += 4)
            {
                TVector* w = words + j;
                uint* t = constants + j;
                Late<TLanes, TVector>(a, ref b, c, ref d, e, ref f, g, ref h, w, t[0]);
                Late<TLanes, TVector>(d, ref a, b, ref c, h, ref e, f, ref g, w + 1, t[1]);
                Late<TLanes, TVector>(c, ref d, a, ref b, g, ref h, e, ref f, w + 2, t[2]);
                Late<TLanes, TVector>(b, ref c, d, ref a, f, ref g, h, ref e, w + 3, t[3]);
            }
        }

        state[0] = TLanes.Xor(state[0], a);
        state[1] = TLanes.Xor(state[1], b);
        state[2] = TLanes.Xor(state[2], c);
        state[3] = TLanes.Xor(state[3], d);
        state[4] = TLanes.Xor(state[4], e);
        state[5] = TLanes.Xor(state[5], f);
        state[6] = TLanes.Xor(state[6], g);
        state[7] = TLanes.Xor(state[7], h);
    }

    /// <summary>Rounds 0..15, where FF and GG are exclusive or.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Early<TLanes, TVector>(
        TVector a, ref TVector b, TVector c, ref TVector d, TVector e, ref TVector f, TVector g, ref TVector h,
        TVector* w, uint t)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
        => Round<TLanes, TVector>(
            a, ref b, ref d, e, ref f, ref h, TLanes.Xor(a, b, c), TLanes.Xor(e, f, g), w, t);

    /// <summary>Rounds 16..63, where FF is the majority and GG the choice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Late<TLanes, TVector>(
        TVector a, ref TVector b, TVector c, ref TVector d, TVector e, ref TVector f, TVector g, ref TVector h,
        TVector* w, uint t)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
        => Round<TLanes, TVector>(
            a, ref b, ref d, e, ref f, ref h, TLanes.Majority(a, b, c), TLanes.Choose(e, f, g), w, t);

    /// <summary>
    /// Leaves the new a in <paramref name="d"/>, the new c in <paramref name="b"/>, the new e in <paramref name="h"/> and the
    /// new g in <paramref name="f"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round<TLanes, TVector>(
        TVector a, ref TVector b, ref TVector d, TVector e, ref TVector f, ref TVector h, TVector ff, TVector gg,
        TVector* w, uint t)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        TVector a12 = TLanes.RotateLeft(a, 12);
        TVector ss1 = TLanes.RotateLeft(TLanes.Add(TLanes.Add(e, TLanes.Broadcast(t)), a12), 7);
        TVector ss2 = TLanes.Xor(ss1, a12);
        TVector dw = TLanes.Add(d, TLanes.Xor(w[0], w[4]));
        TVector hw = TLanes.Add(h, w[0]);
        TVector tt2 = TLanes.Add(TLanes.Add(hw, gg), ss1);
        d = TLanes.Add(TLanes.Add(dw, ff), ss2);
        h = TLanes.Xor(tt2, TLanes.RotateLeft(tt2, 9), TLanes.RotateLeft(tt2, 17));
        b = TLanes.RotateLeft(b, 9);
        f = TLanes.RotateLeft(f, 19);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Expand<TLanes, TVector>(TVector* w)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        for (TVector* end = w + Rounds - 12; w < end; w++)
        {
            TVector x = TLanes.Xor(w[0], w[7], TLanes.RotateLeft(w[13], 15));
            TVector p1 = TLanes.Xor(x, TLanes.RotateLeft(x, 15), TLanes.RotateLeft(x, 23));
            w[16] = TLanes.Xor(p1, TLanes.RotateLeft(w[3], 7), w[10]);
        }
    }
}

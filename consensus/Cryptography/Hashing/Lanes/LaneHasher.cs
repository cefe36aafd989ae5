using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ledger.Cryptography.Hashing.Lanes;

/// <summary>Hashes any number of messages of one length, as many at a time as the processor has lanes.</summary>
/// <remarks>
/// A message is an optional one-byte prefix and a body; bodies lie back to back. Prefix and padding are laid out once per call,
/// because the length is fixed; only bodies are copied for each group of lanes. Bound: <see cref="MaximumLength"/> bytes with
/// the prefix, that is two blocks.
/// </remarks>
internal static unsafe class LaneHasher<TCompression>
    where TCompression : struct, ILaneCompression
{
    /// <summary>The longest message, prefix included, that fits two blocks with its padding.</summary>
    public const int MaximumLength = (2 * BlockSize) - PaddingSize;

    /// <summary>Vectors of schedule a compression may use: SM3 expands 64 words and four more.</summary>
    public const int ScheduleWords = 68;

    private const int BlockSize = 64;
    private const int PaddingSize = 9;
    private const int SlotSize = 2 * BlockSize;
    private const int StateWords = 8;

    /// <param name="width">Lanes per pass; the processor must have them.</param>
    /// <param name="prefix">At most one byte, put before every body.</param>
    /// <param name="bodies">Count times <paramref name="bodyLength"/> bytes; the count is taken from <paramref name="digests"/>.</param>
    /// <param name="bodyLength">Bytes per body; 0 is allowed.</param>
    /// <param name="digests">Receives count times 32 bytes.</param>
    public static void Hash(
        LaneWidth width, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> bodies, int bodyLength, Span<byte> digests)
    {
        CheckShape(prefix, bodies, bodyLength, digests);
        switch (width)
        {
            case LaneWidth.Sixteen:
                HashGroups<SixteenLanes, Vector512<uint>>(prefix, bodies, bodyLength, digests);
                break;
            case LaneWidth.Eight:
                HashGroups<EightLanes, Vector256<uint>>(prefix, bodies, bodyLength, digests);
                break;
            default:
                HashEach(prefix, bodies, bodyLength, digests);
                break;
        }
    }

    private static void CheckShape(
        ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> bodies, int bodyLength, ReadOnlySpan<byte> digests)
    {
        if (bodyLength < 0 || prefix.Length > 1 || prefix.Length + bodyLength > MaximumLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(bodyLength), bodyLength, $"A message has at most {MaximumLength} bytes.");
        }

        int count = digests.Length / Digest.Size;
        if (digests.Length != count * Digest.Size || bodies.Length != (long)count * bodyLength)
        {
            throw new ArgumentException(
                $"{bodies.Length} bytes of messages of {bodyLength} do not fit {digests.Length} bytes of digests.");
        }
    }

    private static void HashEach(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> bodies, int bodyLength, Span<byte> digests)
    {
        Span<byte> message = stackalloc byte[prefix.Length + bodyLength];
        prefix.CopyTo(message);
        for (; !digests.IsEmpty; digests = digests[Digest.Size..], bodies = bodies[bodyLength..])
        {
            bodies[..bodyLength].CopyTo(message[prefix.Length..]);
            TCompression.HashOne(message).CopyTo(digests);
        }
    }

    [SkipLocalsInit]
    private static void HashGroups<TLanes, TVector>(
        ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> bodies, int bodyLength, Span<byte> digests)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        int length = prefix.Length + bodyLength;
        int blocks = length + PaddingSize <= BlockSize ? 1 : 2;
        byte* slots = stackalloc byte[16 * SlotSize];
        byte* lastDigests = stackalloc byte[16 * Digest.Size];
        LayOut(new Span<byte>(slots, TLanes.Count * SlotSize), prefix, length, blocks);

        int count = digests.Length / Digest.Size;
        fixed (byte* from = bodies)
        fixed (byte* to = digests)
        {
            int done = 0;
            for (; count - done >= TLanes.Count; done += TLanes.Count)
            {
                Stage(from + ((long)done * bodyLength), bodyLength, TLanes.Count, slots + prefix.Length);
                HashSlots<TLanes, TVector>(slots, blocks, to + ((long)done * Digest.Size));
            }

            int rest = count - done;
            if (rest == 1)
            {
                // One message costs a whole pass of lanes more than it costs alone.
                HashEach(prefix, bodies[(done * bodyLength)..], bodyLength, digests[(done * Digest.Size)..]);
            }
            else if (rest > 1)
            {
                // Lanes without a message hash what their slot held before; nobody reads those digests.
                Stage(from + ((long)done * bodyLength), bodyLength, rest, slots + prefix.Length);
                HashSlots<TLanes, TVector>(slots, blocks, lastDigests);
                new ReadOnlySpan<byte>(lastDigests, rest * Digest.Size).CopyTo(digests[(done * Digest.Size)..]);
            }
        }
    }

    /// <summary>Prefix, zero body, 0x80, zeros and the length in bits, in every slot.</summary>
    private static void LayOut(Span<byte> slots, ReadOnlySpan<byte> prefix, int length, int blocks)
    {
        slots.Clear();
        for (; !slots.IsEmpty; slots = slots[SlotSize..])
        {
            prefix.CopyTo(slots);
            slots[length] = 0x80;
            BinaryPrimitives.WriteUInt16BigEndian(slots[((blocks * BlockSize) - 2)..], (ushort)(8 * length));
        }
    }

    private static void Stage(byte* bodies, int bodyLength, int count, byte* slots)
    {
        for (int lane = 0; lane < count; lane++)
        {
            CopyBody(bodies + (lane * bodyLength), slots + (lane * SlotSize), bodyLength);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyBody(byte* from, byte* to, int length)
    {
        if (length < 32)
        {
            Unsafe.CopyBlockUnaligned(to, from, (uint)length);
            return;
        }

        // Two or four overlapping moves cover every length from 32 to 128 without a call.
        if (length > 64)
        {
            Vector256.Load(from + 32).Store(to + 32);
            Vector256.Load(from + length - 64).Store(to + length - 64);
        }

        Vector256.Load(from).Store(to);
        Vector256.Load(from + length - 32).Store(to + length - 32);
    }

    [SkipLocalsInit]
    private static void HashSlots<TLanes, TVector>(byte* slots, int blocks, byte* digests)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        TVector* words = stackalloc TVector[ScheduleWords];
        TVector* state = stackalloc TVector[StateWords];
        for (int i = 0; i < StateWords; i++)
        {
            state[i] = TLanes.Broadcast(TCompression.InitialState[i]);
        }

        for (int block = 0; block < blocks; block++)
        {
            TLanes.LoadBlocks(slots + (block * BlockSize), SlotSize, words);
            TCompression.Compress<TLanes, TVector>(state, words);
        }

        TLanes.StoreDigests(state, digests);
    }
}

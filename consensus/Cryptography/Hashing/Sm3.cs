using System.Buffers.Binary;

namespace Ledger.Cryptography.Hashing;

/// <summary>SM3 (GB/T 32905-2016, ISO/IEC 10118-3): 32-byte digests of messages below 2^61 bytes.</summary>
/// <remarks>
/// An instance hashes in pieces: <see cref="Append"/> any number of times, then <see cref="Finish()"/> once per message, which
/// also starts the next message. Not safe for use by two threads at once. For many messages of one length see
/// <see cref="Sm3Lanes"/>.
/// </remarks>
public sealed class Sm3
{
    private readonly uint[] _state = new uint[Sm3Compression.StateWords];
    private readonly byte[] _block = new byte[Sm3Compression.BlockSize];
    private ulong _length;

    public Sm3() => Sm3Compression.InitialState.CopyTo(_state);

    /// <summary>The digest of one whole message.</summary>
    public static Digest Hash(ReadOnlySpan<byte> message)
    {
        Span<uint> state = stackalloc uint[Sm3Compression.StateWords];
        Sm3Compression.InitialState.CopyTo(state);
        int whole = message.Length & ~(Sm3Compression.BlockSize - 1);
        CompressAll(state, message[..whole]);
        return Finish(state, message[whole..], (ulong)message.Length);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        int held = (int)(_length % Sm3Compression.BlockSize);
        _length += (ulong)bytes.Length;
        if (held > 0)
        {
            int taken = Math.Min(bytes.Length, Sm3Compression.BlockSize - held);
            bytes[..taken].CopyTo(_block.AsSpan(held));
            bytes = bytes[taken..];
            if (held + taken < Sm3Compression.BlockSize)
            {
                return;
            }

            Sm3Compression.Compress(_state, _block);
        }

        int whole = bytes.Length & ~(Sm3Compression.BlockSize - 1);
        CompressAll(_state, bytes[..whole]);
        bytes[whole..].CopyTo(_block);
    }

    /// <summary>The digest of everything appended since the last call.</summary>
    public Digest Finish()
    {
        int held = (int)(_length % Sm3Compression.BlockSize);
        Digest digest = Finish(_state, _block.AsSpan(0, held), _length);
        Sm3Compression.InitialState.CopyTo(_state);
        _length = 0;
        return digest;
    }

    private static void CompressAll(Span<uint> state, ReadOnlySpan<byte> blocks)
    {
        for (; !blocks.IsEmpty; blocks = blocks[Sm3Compression.BlockSize..])
        {
            Sm3Compression.Compress(state, blocks[..Sm3Compression.BlockSize]);
        }
    }

    /// <summary>Pads by one 1 bit, zeros and the length in bits (GB/T 32905 5.2).</summary>
    private static Digest Finish(Span<uint> state, ReadOnlySpan<byte> rest, ulong length)
    {
        Span<byte> padded = stackalloc byte[2 * Sm3Compression.BlockSize];
        padded.Clear();
        rest.CopyTo(padded);
        padded[rest.Length] = 0x80;
        int size = rest.Length + 9 <= Sm3Compression.BlockSize ? Sm3Compression.BlockSize : padded.Length;
        BinaryPrimitives.WriteUInt64BigEndian(padded[(size - 8)..], length * 8);
        CompressAll(state, padded[..size]);

        Span<byte> digest = stackalloc byte[Digest.Size];
        for (int i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(digest[(4 * i)..], state[i]);
        }

        return new Digest(digest);
    }
}

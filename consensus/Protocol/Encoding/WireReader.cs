using System.Buffers.Binary;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Encoding;

/// <summary>Reads a canonical encoding front to back; the first fault sticks and later reads return zeros.</summary>
/// <remarks>So a decoder is a straight list of reads with one look at <see cref="Finish"/> at its end. Big-endian.</remarks>
public ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public DecodeFault Fault { get; private set; }

    public readonly bool Failed => Fault != DecodeFault.None;

    public readonly int Remaining => _rest.Length;

    public byte U8() => Take(1) is { Length: 1 } b ? b[0] : (byte)0;

    public bool Bool()
    {
        byte value = U8();
        Require(value <= 1, DecodeFault.NotCanonical);
        return value == 1;
    }

    public ushort U16() => Take(2) is { Length: 2 } b ? BinaryPrimitives.ReadUInt16BigEndian(b) : (ushort)0;

    public uint U32() => Take(4) is { Length: 4 } b ? BinaryPrimitives.ReadUInt32BigEndian(b) : 0;

    public ulong U64() => Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadUInt64BigEndian(b) : 0;

    public Digest Digest() => Take(Cryptography.Hashing.Digest.Size) is { Length: > 0 } b ? new Digest(b) : default;

    public Height Height() => new(U64());

    public View View() => new(U64());

    public Epoch Epoch() => new(U32());

    public ValidatorIndex Validator() => new(U8());

    /// <summary>Exactly <paramref name="length"/> bytes, or none after a fault.</summary>
    public ReadOnlySpan<byte> Take(int length)
    {
        if (Failed || _rest.Length < length)
        {
            Fail(DecodeFault.Truncated);
            return default;
        }

        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    /// <summary>A u32 length, then that many bytes, at most <paramref name="bound"/>.</summary>
    public ReadOnlySpan<byte> Block(int bound)
    {
        int length = Count(bound);
        return Failed ? default : Take(length);
    }

    /// <summary>A u32 count of at most <paramref name="bound"/>.</summary>
    public int Count(int bound)
    {
        uint count = U32();
        Require(count <= (uint)bound, DecodeFault.TooLong);
        return Failed ? 0 : (int)count;
    }

    /// <summary>ASCII text of printable characters behind a u8 length.</summary>
    public string Text()
    {
        ReadOnlySpan<byte> bytes = Take(U8());
        Require(!bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~'), DecodeFault.NotCanonical);
        return Failed ? "" : System.Text.Encoding.ASCII.GetString(bytes);
    }

    public void Require(bool condition, DecodeFault fault)
    {
        if (!condition)
        {
            Fail(fault);
        }
    }

    public void Fail(DecodeFault fault) => Fault = Failed ? Fault : fault;

    /// <summary>The first fault, or <see cref="DecodeFault.TrailingBytes"/> when something is left over.</summary>
    public readonly DecodeFault Finish()
        => Failed ? Fault : _rest.IsEmpty ? DecodeFault.None : DecodeFault.TrailingBytes;
}

using System.Buffers;
using System.Buffers.Binary;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Encoding;

/// <summary>Writes a canonical encoding front to back. Big-endian, fixed widths, lengths before bytes.</summary>
public sealed class WireWriter(int capacity = 256)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(capacity);

    public int Length => _buffer.WrittenCount;

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    public WireWriter U8(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
        return this;
    }

    public WireWriter Bool(bool value) => U8(value ? (byte)1 : (byte)0);

    public WireWriter U16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.GetSpan(2), value);
        _buffer.Advance(2);
        return this;
    }

    public WireWriter U32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
        return this;
    }

    public WireWriter U64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
        return this;
    }

    public WireWriter Digest(Digest value)
    {
        value.CopyTo(_buffer.GetSpan(Cryptography.Hashing.Digest.Size));
        _buffer.Advance(Cryptography.Hashing.Digest.Size);
        return this;
    }

    public WireWriter Height(Height value) => U64(value.Value);

    public WireWriter View(View value) => U64(value.Value);

    public WireWriter Epoch(Epoch value) => U32(value.Value);

    public WireWriter Validator(ValidatorIndex value) => U8(value.Value);

    /// <summary>The bytes as they are.</summary>
    public WireWriter Raw(ReadOnlySpan<byte> bytes)
    {
        _buffer.Write(bytes);
        return this;
    }

    /// <summary>A u32 length, then the bytes.</summary>
    public WireWriter Block(ReadOnlySpan<byte> bytes) => U32((uint)bytes.Length).Raw(bytes);

    /// <summary>A u8 length, then ASCII.</summary>
    public WireWriter Text(string text)
    {
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(text);
        Invariant.Holds(bytes.Length <= byte.MaxValue, "a text on the wire is at most 255 bytes");
        return U8((byte)bytes.Length).Raw(bytes);
    }
}

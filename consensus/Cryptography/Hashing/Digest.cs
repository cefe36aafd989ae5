using System.Buffers.Binary;

namespace Ledger.Cryptography.Hashing;

/// <summary>A 32-byte hash value, of SHA-256 or SM3 as its place says.</summary>
/// <remarks>A value type: compared by content, printed as 64 lower-case hex digits.</remarks>
public readonly record struct Digest : IComparable<Digest>
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <summary>Reads exactly <see cref="Size"/> bytes.</summary>
    public Digest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"A digest is {Size} bytes, not {bytes.Length}.", nameof(bytes));
        }

        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>All zero: "no digest"; also the empty subtree of the state map.</summary>
    public static Digest Zero => default;

    public bool IsZero => (_a | _b | _c | _d) == 0;

    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
    }

    public byte[] ToArray()
    {
        byte[] bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Bit <paramref name="index"/>, 0 being the most significant bit of the first byte.</summary>
    public bool Bit(int index)
    {
        ulong word = (index >> 6) switch { 0 => _a, 1 => _b, 2 => _c, _ => _d };
        return ((word >> (63 - (index & 63))) & 1) != 0;
    }

    public int CompareTo(Digest other)
    {
        int order = _a.CompareTo(other._a);
        order = order != 0 ? order : _b.CompareTo(other._b);
        order = order != 0 ? order : _c.CompareTo(other._c);
        return order != 0 ? order : _d.CompareTo(other._d);
    }

    /// <summary>64 lower-case hex digits.</summary>
    public override string ToString() => $"{_a:x16}{_b:x16}{_c:x16}{_d:x16}";

    /// <summary>The first 8 hex digits, for logs.</summary>
    public string Short => $"{_a >> 32:x8}";

    public static bool TryParse(ReadOnlySpan<char> hex, out Digest digest)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bool parsed = hex.Length == 2 * Size
            && Convert.FromHexString(hex, bytes, out _, out int written) == System.Buffers.OperationStatus.Done
            && written == Size;
        digest = parsed ? new Digest(bytes) : default;
        return parsed;
    }
}

using System.Formats.Cbor;
using Ledger.Cryptography.Hashing;

namespace Ledger.Client.Cose;

/// <summary>Reads CBOR that has one encoding: what was read, written again, must be the same bytes.</summary>
/// <remarks>RFC 8949 4.2.1. The first fault sticks; what the reader throws for other types or bad bytes is one.</remarks>
internal sealed class StrictCbor
{
    private CoseFault _fault;

    public static CoseFault TryRead<T>(
        ReadOnlySpan<byte> bytes, int longest, Func<CborReader, StrictCbor, T?> read, Func<T, byte[]> write, out T? value)
        where T : class
    {
        value = null;
        if (bytes.Length > longest)
        {
            return CoseFault.TooLong;
        }

        StrictCbor check = new();
        try
        {
            CborReader reader = new(bytes.ToArray(), CborConformanceMode.Canonical);
            T? made = read(reader, check);
            check.Require(reader.BytesRemaining == 0);
            check.Require(check._fault != CoseFault.None || (made is not null && bytes.SequenceEqual(write(made))));
            value = check._fault == CoseFault.None ? made : null;
            return check._fault;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            return check._fault == CoseFault.None ? CoseFault.Malformed : check._fault;
        }
    }

    public void Require(bool condition, CoseFault fault = CoseFault.Malformed)
        => _fault = _fault == CoseFault.None && !condition ? fault : _fault;

    /// <summary>A fault of what is read within.</summary>
    public void Join(CoseFault fault) => Require(fault == CoseFault.None, fault);

    public void Map(CborReader reader, int count) => Require(reader.ReadStartMap() == count);

    public void List(CborReader reader, int count) => Require(reader.ReadStartArray() == count);

    public void Label(CborReader reader, int label) => Require(reader.ReadInt64() == label);

    public Digest Hash(CborReader reader)
    {
        byte[] bytes = reader.ReadByteString();
        Require(bytes.Length == Digest.Size);
        return bytes.Length == Digest.Size ? new Digest(bytes) : default;
    }
}

namespace Ledger.Storage.Records;

/// <summary>Records framed in memory, waiting to be written; one growing array reused for ever.</summary>
internal sealed class RecordBuffer(uint salt)
{
    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Frames one record whose payload is the parts in order.</summary>
    public void Append(
        byte kind, ulong sequence, ulong durable, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c)
    {
        int payload = a.Length + b.Length + c.Length;
        Span<byte> record = Reserve(RecordFrame.Size + payload);
        Span<byte> body = record[RecordFrame.Size..];
        a.CopyTo(body);
        b.CopyTo(body[a.Length..]);
        c.CopyTo(body[(a.Length + b.Length)..]);
        new RecordFrame(kind, payload, sequence, durable, Crc32C.Of(body, salt)).Write(record, salt);
    }

    public void Clear() => Length = 0;

    private Span<byte> Reserve(int bytes)
    {
        if (_bytes.Length - Length < bytes)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + bytes));
        }

        Span<byte> reserved = _bytes.AsSpan(Length, bytes);
        Length += bytes;
        return reserved;
    }
}

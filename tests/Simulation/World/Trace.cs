using System.Buffers.Binary;
using System.Security.Cryptography;
using Ledger.Cryptography.Hashing;

namespace Ledger.Simulation.World;

/// <summary>A running SHA-256 over everything that was delivered and everything that changed.</summary>
/// <remarks>The same seed must give the same trace in every process; the first difference is a defect.</remarks>
public sealed class Trace : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[4096];
    private int _used;

    public void Note(TraceEvent what, ulong atMs, int node, ulong content)
    {
        if (_used + 18 > _buffer.Length)
        {
            Spill();
        }

        Span<byte> record = _buffer.AsSpan(_used, 18);
        record[0] = (byte)what;
        record[1] = (byte)node;
        BinaryPrimitives.WriteUInt64BigEndian(record[2..], atMs);
        BinaryPrimitives.WriteUInt64BigEndian(record[10..], content);
        _used += 18;
    }

    public void Note(TraceEvent what, ulong atMs, int node, ReadOnlySpan<byte> content)
        => Note(what, atMs, node, QuickHash.Of((ulong)what, content));

    public Digest Finish()
    {
        Spill();
        return new Digest(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    private void Spill()
    {
        _hash.AppendData(_buffer, 0, _used);
        _used = 0;
    }
}

/// <summary>What a record of the trace tells.</summary>
public enum TraceEvent : byte
{
    Delivered = 1,
    Submitted = 2,
    Committed = 3,
    Acknowledged = 4,
    Crashed = 5,
    Started = 6,
    Links = 7,
    State = 8,
}

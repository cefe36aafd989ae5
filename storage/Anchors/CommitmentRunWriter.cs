using Ledger.Storage.Faster;

namespace Ledger.Storage.Anchors;

/// <summary>Writes a memtable as a run, and eight runs as one.</summary>
/// <remarks>Three growing arrays are reused for all prefixes. One thread.</remarks>
internal sealed class CommitmentRunWriter(FasterSession session)
{
    /// <summary>Prefixes merged in one go: tens of milliseconds.</summary>
    private const int PiecePrefixes = 64;

    private const int HeaderBytes = CommitmentRunValue.HeaderBytes;
    private const int EntryBytes = CommitmentRunValue.EntryBytes;
    private readonly int[] _ends = new int[CommitmentMemtable.Prefixes];
    private ulong[] _keys = new ulong[256];
    private byte[] _value = new byte[4096];
    private byte[] _entries = new byte[4096];

    public void Write(CommitmentRun run, CommitmentMemtable memtable)
    {
        ulong[] sorted = memtable.Sorted(_ends);
        int start = 0;
        for (int prefix = 0; prefix < CommitmentMemtable.Prefixes; prefix++)
        {
            ReadOnlySpan<ulong> keys = sorted.AsSpan(start, _ends[prefix] - start);
            Span<byte> value = Room(ref _value, HeaderBytes + keys.Length * EntryBytes);
            for (int index = 0; index < keys.Length; index++)
            {
                CommitmentRunValue.WriteEntry(
                    value[(HeaderBytes + index * EntryBytes)..],
                    (uint)(keys[index] >> 32),
                    memtable.FirstLeaf + (uint)keys[index]);
            }

            Put(run, prefix, value);
            start = _ends[prefix];
        }
    }

    /// <summary>First prefixes of the pieces that a merge has.</summary>
    public static IEnumerable<int> Pieces
        => Enumerable.Range(0, CommitmentMemtable.Prefixes / PiecePrefixes).Select(piece => piece * PiecePrefixes);

    /// <summary>Writes one piece of the union of the parts, given in leaf order, as one run.</summary>
    public void Merge(CommitmentRun run, IReadOnlyList<CommitmentRun> parts, int firstPrefix)
    {
        for (int prefix = firstPrefix; prefix < firstPrefix + PiecePrefixes; prefix++)
        {
            int bytes = 0;
            foreach (CommitmentRun part in parts)
            {
                ReadOnlySpan<byte> entries = Get(part, prefix).AsSpan(HeaderBytes);
                entries.CopyTo(Room(ref _entries, bytes + entries.Length)[bytes..]);
                bytes += entries.Length;
            }

            Put(run, prefix, Sorted(bytes));
        }
    }

    private Span<byte> Sorted(int bytes)
    {
        int count = bytes / EntryBytes;
        if (_keys.Length < count)
        {
            _keys = new ulong[2 * count];
        }

        for (int index = 0; index < count; index++)
        {
            _keys[index] = ((ulong)CommitmentRunValue.FingerprintAt(_entries, index) << 32) | (uint)index;
        }

        _keys.AsSpan(0, count).Sort();
        Span<byte> value = Room(ref _value, HeaderBytes + bytes);
        for (int index = 0; index < count; index++)
        {
            _entries.AsSpan((int)(uint)_keys[index] * EntryBytes, EntryBytes)
                .CopyTo(value[(HeaderBytes + index * EntryBytes)..]);
        }

        return value;
    }

    private void Put(CommitmentRun run, int prefix, Span<byte> value)
    {
        Span<byte> key = stackalloc byte[CommitmentRun.KeyBytes];
        run.WriteKey(prefix, key);
        CommitmentRunValue.Seal(value, run.Id);
        session.Upsert(key, value);
    }

    private byte[] Get(CommitmentRun run, int prefix)
    {
        Span<byte> key = stackalloc byte[CommitmentRun.KeyBytes];
        run.WriteKey(prefix, key);
        byte[]? value = session.TryGet(key);
        return value is not null && CommitmentRunValue.IsWhole(value, run.Id)
            ? value
            : throw CommitmentIndex.Damaged(run);
    }

    private static Span<byte> Room(ref byte[] buffer, int bytes)
    {
        if (buffer.Length < bytes)
        {
            Array.Resize(ref buffer, 2 * bytes);
        }

        return buffer.AsSpan(0, bytes);
    }
}

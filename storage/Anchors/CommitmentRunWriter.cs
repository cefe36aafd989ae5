using Ledger.Storage.Faster;

namespace Ledger.Storage.Anchors;

/// <summary>Writes a memtable as a run, and eight runs as one.</summary>
/// <remarks>Two growing arrays are reused for all prefixes. One thread.</remarks>
internal sealed class CommitmentRunWriter(FasterSession session)
{
    private ulong[] _keys = new ulong[256];
    private byte[] _value = new byte[4096];
    private byte[] _entries = new byte[4096];

    public void Write(CommitmentRun run, CommitmentMemtable memtable)
    {
        for (int prefix = 0; prefix < CommitmentMemtable.Prefixes; prefix++)
        {
            int count = memtable.Gather(prefix, ref _keys);
            Span<byte> value = Room(ref _value, CommitmentRunValue.HeaderBytes + count * CommitmentRunValue.EntryBytes);
            Span<byte> entry = value[CommitmentRunValue.HeaderBytes..];
            foreach (ulong key in _keys.AsSpan(0, count))
            {
                CommitmentRunValue.WriteEntry(entry, (uint)(key >> 32), memtable.FirstLeaf + (uint)key);
                entry = entry[CommitmentRunValue.EntryBytes..];
            }

            Put(run, prefix, value);
        }
    }

    /// <summary>Writes the union of the parts, given in leaf order, as one run.</summary>
    public void Merge(CommitmentRun run, IReadOnlyList<CommitmentRun> parts)
    {
        for (int prefix = 0; prefix < CommitmentMemtable.Prefixes; prefix++)
        {
            int bytes = 0;
            foreach (CommitmentRun part in parts)
            {
                ReadOnlySpan<byte> entries = Get(part, prefix).AsSpan(CommitmentRunValue.HeaderBytes);
                entries.CopyTo(Room(ref _entries, bytes + entries.Length)[bytes..]);
                bytes += entries.Length;
            }

            Put(run, prefix, Sorted(bytes));
        }
    }

    private Span<byte> Sorted(int bytes)
    {
        const int Width = CommitmentRunValue.EntryBytes;
        int count = bytes / Width;
        if (_keys.Length < count)
        {
            _keys = new ulong[2 * count];
        }

        for (int index = 0; index < count; index++)
        {
            _keys[index] = ((ulong)CommitmentRunValue.FingerprintAt(_entries, index) << 32) | (uint)index;
        }

        _keys.AsSpan(0, count).Sort();
        Span<byte> value = Room(ref _value, CommitmentRunValue.HeaderBytes + bytes);
        for (int index = 0; index < count; index++)
        {
            _entries.AsSpan((int)(uint)_keys[index] * Width, Width)
                .CopyTo(value[(CommitmentRunValue.HeaderBytes + index * Width)..]);
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

using Ledger.Cryptography.Hashing;

namespace Ledger.Storage.State;

/// <summary>The in-memory twin of <see cref="FasterStateStore"/> for the simulator: a checkpoint is a copy.</summary>
public sealed class MemoryStateStore : IStateStore
{
    private SortedDictionary<byte[], byte[]> _entries = new(StateContent.KeyOrder);
    private SortedDictionary<byte[], byte[]> _checkpoint = new(StateContent.KeyOrder);
    private ulong _checkpointHeight;

    /// <param name="height">Of the block that it stands at, without any content of it.</param>
    public MemoryStateStore(ulong height = 0) => Height = height;

    public ulong Height { get; private set; }

    public IReadOnlyList<RecoveryNote> Notes => [];

    public void Apply(ulong height, IReadOnlyList<StateWrite> writes)
    {
        StateContent.RequireNext(height, Height);
        foreach (StateWrite write in writes)
        {
            write.RequireBounds();
            if (write.Value is { } value)
            {
                _entries[write.Key.ToArray()] = value.ToArray();
            }
            else
            {
                _entries.Remove(write.Key.ToArray());
            }
        }

        Height = height;
    }

    public bool TryGet(ReadOnlySpan<byte> key, out byte[] value)
    {
        bool found = _entries.TryGetValue(key.ToArray(), out byte[]? stored);
        value = stored ?? [];
        return found;
    }

    public void Scan(ReadOnlySpan<byte> prefix, StateVisitor visitor)
    {
        foreach ((byte[] key, byte[] value) in _entries)
        {
            if (key.AsSpan().StartsWith(prefix))
            {
                visitor(key, value);
            }
        }
    }

    public void Checkpoint()
    {
        _checkpoint = new SortedDictionary<byte[], byte[]>(_entries, StateContent.KeyOrder);
        _checkpointHeight = Height;
    }

    public void Rewind(ulong height)
    {
        if (_checkpointHeight > height)
        {
            _checkpoint.Clear();
            _checkpointHeight = 0;
        }

        if (Height > height)
        {
            Crash();
        }
    }

    /// <summary>Power loss: back to the last checkpoint.</summary>
    public void Crash()
    {
        _entries = new SortedDictionary<byte[], byte[]>(_checkpoint, StateContent.KeyOrder);
        Height = _checkpointHeight;
    }

    public Digest ContentDigest() => StateContent.DigestOf(this);

    public void Dispose()
    {
    }
}

namespace Ledger.Storage.Devices;

/// <summary>The simulated twin of <see cref="FileDirectory"/>: loses on a crash what was not flushed.</summary>
/// <remarks>
/// Single-threaded and deterministic: all choices come from the function given to <see cref="Crash"/>. A write costs
/// its bytes; nothing copies an image except a crash. Preallocated zeros take no memory.
/// </remarks>
public sealed class MemoryDirectory : IDirectory
{
    private readonly SortedDictionary<string, MemoryFile> _names = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, MemoryFile> _durableNames = new(StringComparer.Ordinal);
    private readonly List<Entry> _pending = [];

    /// <summary>Flushes of files so far, for tests that count them.</summary>
    public long Flushes { get; private set; }

    /// <summary>Bytes by which files may still grow; when spent, writes fail like a full disk.</summary>
    public long FreeBytes { get; set; } = long.MaxValue;

    /// <summary>Counts crashes: a handle of an earlier life is dead.</summary>
    internal int Life { get; private set; }

    public IDevice Open(string name) => new MemoryDevice(this, name, Find(name));

    public IDevice Create(string name, long preallocateBytes = 0)
    {
        if (_names.ContainsKey(name))
        {
            throw new StorageFaultException(StorageFault.FileExists, name, 0);
        }

        Spend(preallocateBytes, name);
        MemoryFile file = new(preallocateBytes);
        Do(new Entry(null, name, file));
        return new MemoryDevice(this, name, file);
    }

    public IReadOnlyList<string> List() => [.. _names.Keys];

    public bool Exists(string name) => _names.ContainsKey(name);

    public void Delete(string name)
    {
        Find(name);
        Do(new Entry(name, null, null));
    }

    public void Rename(string from, string to)
    {
        Find(from);
        Do(new Entry(from, to, null));
    }

    public void FlushDirectory()
    {
        foreach (Entry entry in _pending)
        {
            Apply(_durableNames, entry);
        }

        _pending.Clear();
    }

    /// <summary>Power loss: what was not flushed is kept, lost or torn as <paramref name="choose"/> says.</summary>
    /// <param name="choose">Given n, returns 0 to n - 1; the same answers leave the same bytes.</param>
    public void Crash(Func<int, int> choose)
    {
        foreach (Entry entry in _pending)
        {
            if (choose(2) == 0)
            {
                Apply(_durableNames, entry);
            }
        }

        Life++;
        _pending.Clear();
        _names.Clear();
        foreach (string name in _durableNames.Keys.ToArray())
        {
            MemoryFile survivor = _durableNames[name].AfterCrash(choose);
            _durableNames[name] = survivor;
            _names[name] = survivor;
        }
    }

    /// <summary>Damage for tests: inverts bits of one durable byte.</summary>
    public void Flip(string name, long offset, byte mask)
    {
        Span<byte> one = stackalloc byte[1];
        MemoryFile file = Find(name);
        foreach (PagedImage image in new[] { file.Durable, file.Current })
        {
            image.Read(offset, one);
            one[0] ^= mask;
            image.Write(offset, one);
        }
    }

    internal void CountFlush() => Flushes++;

    internal void Spend(long bytes, string name)
    {
        if (bytes > FreeBytes)
        {
            throw new StorageFailure(name, "write to a full disk");
        }

        FreeBytes -= bytes;
    }

    private MemoryFile Find(string name) => _names.TryGetValue(name, out MemoryFile? file)
        ? file
        : throw new StorageFaultException(StorageFault.FileMissing, name, 0);

    private void Do(Entry entry)
    {
        Apply(_names, entry);
        _pending.Add(entry);
    }

    private static void Apply(SortedDictionary<string, MemoryFile> names, Entry entry)
    {
        MemoryFile? file = entry.Created;
        if (entry.From is not null)
        {
            names.Remove(entry.From, out file);
        }

        if (entry.To is not null && file is not null)
        {
            names[entry.To] = file;
        }
    }

    /// <summary>A creation (file, to), deletion (from) or rename (from, to).</summary>
    private readonly record struct Entry(string? From, string? To, MemoryFile? Created);
}

namespace Ledger.Storage.Devices;

/// <summary>
/// The state of one simulated file: what a flush has made durable, what a reader sees, what lies between.
/// </summary>
internal sealed class MemoryFile
{
    private const int Sector = 512;
    private readonly List<Pending> _pending = [];
    private byte[] _arena = [];
    private int _arenaUsed;

    public MemoryFile(long length)
    {
        Durable.SetLength(length);
        Current.SetLength(length);
    }

    private MemoryFile(PagedImage image)
    {
        Durable = image;
        Current = image.Copy();
    }

    public PagedImage Durable { get; } = new();

    public PagedImage Current { get; } = new();

    public void Write(long offset, ReadOnlySpan<byte> source)
    {
        Current.Write(offset, source);
        if (_arena.Length - _arenaUsed < source.Length)
        {
            Array.Resize(ref _arena, Math.Max(2 * _arena.Length, _arenaUsed + source.Length));
        }

        source.CopyTo(_arena.AsSpan(_arenaUsed));
        _pending.Add(new Pending(offset, _arenaUsed, source.Length));
        _arenaUsed += source.Length;
    }

    public void Truncate(long length)
    {
        Current.SetLength(length);
        _pending.Add(new Pending(length, 0, -1));
    }

    public void Flush()
    {
        foreach (Pending write in _pending)
        {
            Apply(Durable, write, 0, write.Length);
        }

        _pending.Clear();
        _arenaUsed = 0;
    }

    /// <summary>
    /// What a crash leaves: each unflushed write kept (0), lost (1), cut to a prefix (2) or in any sectors (3).
    /// </summary>
    public MemoryFile AfterCrash(Func<int, int> choose)
    {
        PagedImage image = Durable.Copy();
        foreach (Pending write in _pending)
        {
            switch (choose(4))
            {
                case 0:
                    Apply(image, write, 0, write.Length);
                    break;
                case 2 when write.Length > 0:
                    Apply(image, write, 0, PrefixAtSector(write, choose));
                    break;
                case 3 when write.Length > 0:
                    ApplySomeSectors(image, write, choose);
                    break;
            }
        }

        return new MemoryFile(image);
    }

    private static int PrefixAtSector(Pending write, Func<int, int> choose)
    {
        long firstBoundary = (write.Offset / Sector + 1) * Sector - write.Offset;
        int boundaries = (int)((write.Length - firstBoundary + Sector - 1) / Sector);
        return boundaries <= 0 ? 0 : (int)(firstBoundary + (long)choose(boundaries) * Sector);
    }

    private void ApplySomeSectors(PagedImage image, Pending write, Func<int, int> choose)
    {
        for (int from = 0; from < write.Length;)
        {
            int to = (int)Math.Min(write.Length, ((write.Offset + from) / Sector + 1) * Sector - write.Offset);
            if (choose(2) == 0)
            {
                Apply(image, write, from, to - from);
            }

            from = to;
        }
    }

    private void Apply(PagedImage image, Pending write, int from, int length)
    {
        if (write.Length < 0)
        {
            image.SetLength(write.Offset);
        }
        else if (length > 0)
        {
            image.Write(write.Offset + from, _arena.AsSpan(write.Arena + from, length));
        }
    }

    /// <summary>One unflushed write, its bytes in the arena; length -1 marks a truncation to the offset.</summary>
    private readonly record struct Pending(long Offset, int Arena, int Length);
}

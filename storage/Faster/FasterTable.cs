using FASTER.core;
using Ledger.Storage.Records;

namespace Ledger.Storage.Faster;

/// <summary>A FASTER key-value table in a folder of its own: bytes to bytes.</summary>
/// <remarks>
/// One thread writes. Others may read; a value that is overwritten meanwhile may reach them torn, so they check it (no
/// record locks are taken). FASTER writes with O_SYNC. Its files carry no checksum, so a checkpoint's owner records
/// <see cref="FileSeal"/>s of its files and of the log, and checks them before recovering.
/// </remarks>
internal sealed class FasterTable : IDisposable
{
    /// <summary>Bytes of each file of the log.</summary>
    public const long SegmentBytes = 1L << SegmentBits;

    private const int SegmentBits = 30;
    private static readonly string[] CheckpointKinds = ["cpr-checkpoints", "index-checkpoints"];
    private const int CacheLineBytes = 64;
    private readonly string _folder;
    private readonly FasterTableOptions _options;
    private readonly FASTER.core.IDevice _device;
    private readonly FasterKV<SpanByte, SpanByte> _table;

    public FasterTable(string folder, FasterTableOptions options)
    {
        _options = options;
        _folder = Directory.CreateDirectory(folder).FullName;
        _device = FASTER.core.Devices.CreateLogDevice(Path.Combine(_folder, "log"));
        LogSettings log = new()
        {
            LogDevice = _device,
            MemorySizeBits = options.MemoryBits,
            PageSizeBits = options.PageBits,
            SegmentSizeBits = SegmentBits,
        };
        CheckpointSettings checkpoints = new() { CheckpointDir = _folder, RemoveOutdated = false };
        _table = new FasterKV<SpanByte, SpanByte>(
            options.IndexCacheLines, log, checkpoints, concurrencyControlMode: ConcurrencyControlMode.None);
    }

    /// <summary>Bytes of log from the first address still needed to the end.</summary>
    public long LogBytes => _table.Log.TailAddress - _table.Log.BeginAddress;

    /// <summary>Address that the next record will have.</summary>
    public long TailAddress => _table.Log.TailAddress;

    public FasterSession NewSession() => new(_table.For(new FasterFunctions()).NewSession<FasterFunctions>());

    /// <summary>Every key that has a record in the log, once, in the order of first appearance.</summary>
    /// <remarks>
    /// FASTER's own iterator can yield a superseded record after a recovery (2.6.5), so callers look each key up
    /// instead.
    /// </remarks>
    public IReadOnlyCollection<byte[]> Keys()
    {
        OrderedDictionary<byte[], byte> keys = new(new KeyEquality());
        using IFasterScanIterator<SpanByte, SpanByte> records = _table.Log.Scan(
            _table.Log.BeginAddress, _table.Log.TailAddress);
        while (records.GetNext(out _))
        {
            keys.TryAdd(records.GetKey().ToByteArray(), 0);
        }

        return keys.Keys;
    }

    /// <summary>Waits until every page that FASTER wanted to write is in its file.</summary>
    public void AwaitWrites()
    {
        int limit = _device.ThrottleLimit;
        _device.ThrottleLimit = 0;
        SpinWait.SpinUntil(() => !_device.Throttle());
        _device.ThrottleLimit = limit;
    }

    /// <summary>Writes a checkpoint durably and returns its token.</summary>
    /// <exception cref="StorageFailure">There is no room for it, or the system refused it.</exception>
    public Guid Checkpoint(CheckpointType type)
    {
        DiskSpace.Require(_folder, LargestCheckpoint);
        try
        {
            return TakeCheckpoint(type);
        }
        catch (Exception cause) when (cause is not (StorageFailure or InvalidOperationException))
        {
            throw new StorageFailure(_folder, "checkpoint", cause);
        }
    }

    /// <summary>Hash index, what the log has in memory, and room for the page that is being filled.</summary>
    private long LargestCheckpoint => (_options.IndexCacheLines * CacheLineBytes)
        + Math.Min(LogBytes, 1L << _options.MemoryBits) + (2L << _options.PageBits);

    private Guid TakeCheckpoint(CheckpointType type)
    {
        if (!_table.TryInitiateFullCheckpoint(out Guid token, type))
        {
            throw new InvalidOperationException("A checkpoint is running already: one thread takes them.");
        }

        _table.CompleteCheckpointAsync().AsTask().GetAwaiter().GetResult();
        return token;
    }

    public void Recover(Guid token) => _table.Recover(token);

    /// <summary>Gives up all records below an address, and the file segments that held them.</summary>
    public void DropBelow(long address) => _table.Log.ShiftBeginAddress(address, truncateLog: true);

    /// <summary>Paths, relative to the folder, of the files that a checkpoint wrote, in a fixed order.</summary>
    public static IReadOnlyList<string> FilesOf(string folder, Guid token)
    {
        IEnumerable<string> files = CheckpointKinds
            .Select(kind => Path.Combine(folder, kind, token.ToString()))
            .Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFiles)
            .Select(file => Path.GetRelativePath(folder, file));
        return [.. files.Order(StringComparer.Ordinal)];
    }

    /// <summary>Deletes the files of all checkpoints but these.</summary>
    public static void DeleteCheckpointsExcept(string folder, IReadOnlyCollection<Guid> kept)
    {
        foreach (string parent in CheckpointKinds.Select(kind => Path.Combine(folder, kind)).Where(Directory.Exists))
        {
            foreach (string checkpoint in Directory.GetDirectories(parent))
            {
                if (Guid.TryParse(Path.GetFileName(checkpoint), out Guid token) && !kept.Contains(token))
                {
                    Directory.Delete(checkpoint, recursive: true);
                }
            }
        }
    }

    /// <remarks>A write still under way would reach the file after whoever opens it next has read it.</remarks>
    public void Dispose()
    {
        AwaitWrites();
        _table.Dispose();
        AwaitWrites();
        _device.Dispose();
    }

    private sealed class KeyEquality : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? left, byte[]? right) => left.AsSpan().SequenceEqual(right);

        public int GetHashCode(byte[] key) => (int)Crc32C.Of(key);
    }
}

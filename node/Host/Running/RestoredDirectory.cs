namespace Ledger.Node.Running;

/// <summary>A data directory while it is filled from a backup: until it is whole nothing else takes it for one.</summary>
/// <remarks>
/// A marker is made durable before anything else, and goes last. What stands beside a marker was made by a restore that was cut, so it is
/// of no use, and is deleted by the next. In place, and not by renaming, for the directory may be a volume of its own.
/// </remarks>
internal sealed class RestoredDirectory : IDisposable
{
    private readonly NodeDirectory _directory;
    private readonly DataLock _lock;

    private RestoredDirectory(NodeDirectory directory, DataLock taken) => (_directory, _lock) = (directory, taken);

    /// <summary>Everything is there and durable: to be said before the end, which else takes all of it back.</summary>
    public bool IsWhole { get; set; }

    /// <exception cref="StartRefusedException">Another process uses it.</exception>
    /// <exception cref="Storage.StorageFaultException">It holds anything but what a restore that was cut left.</exception>
    public static RestoredDirectory Begin(NodeDirectory directory, ulong incarnation)
    {
        DataLock taken = directory.MarkUnfinished();
        RestoredDirectory restored = new(directory, taken);
        try
        {
            directory.ClearUnfinished();
            directory.Fill(incarnation);
            return restored;
        }
        catch
        {
            restored.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (!IsWhole)
        {
            _directory.ClearUnfinished();
        }

        _directory.Unmark(keepsLock: IsWhole);
        _lock.Dispose();
    }
}

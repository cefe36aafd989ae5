namespace Ledger.Storage.Devices;

/// <summary>A handle on a simulated file; dead after the crash of its directory.</summary>
public sealed class MemoryDevice : IDevice
{
    private readonly MemoryDirectory _directory;
    private readonly int _life;
    private readonly MemoryFile _file;

    internal MemoryDevice(MemoryDirectory directory, string name, MemoryFile file)
    {
        _directory = directory;
        _life = directory.Life;
        _file = file;
        Name = name;
    }

    public string Name { get; }

    public long Length => _file.Current.Length;

    public int Read(long offset, Span<byte> destination) => _file.Current.Read(offset, destination);

    public void Write(long offset, ReadOnlySpan<byte> source)
    {
        RefuseIfCrashed("write");
        _directory.Spend(Math.Max(0, offset + source.Length - _file.Current.Length), Name);
        _file.Write(offset, source);
    }

    public void Flush()
    {
        RefuseIfCrashed("flush");
        _directory.CountFlush();
        _file.Flush();
    }

    public void Truncate(long length)
    {
        RefuseIfCrashed("truncate");
        _file.Truncate(length);
    }

    public void Dispose()
    {
    }

    private void RefuseIfCrashed(string operation)
    {
        if (_life != _directory.Life)
        {
            throw new StorageFailure(Name, operation + " after a crash");
        }
    }
}

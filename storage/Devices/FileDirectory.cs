using Microsoft.Win32.SafeHandles;

namespace Ledger.Storage.Devices;

/// <summary>A folder of real files.</summary>
/// <remarks>Created when missing. All its devices report to one <see cref="FlushMeter"/>.</remarks>
public sealed class FileDirectory : IDirectory
{
    private readonly string _path;

    public FileDirectory(string path, FlushMeter? meter = null)
    {
        _path = CreateFolder(path);
        Meter = meter ?? new FlushMeter();
    }

    public FlushMeter Meter { get; }

    public IDevice Open(string name)
    {
        if (!Exists(name))
        {
            throw new StorageFaultException(StorageFault.FileMissing, Full(name), 0);
        }

        return new FileDevice(Full(name), Handle(name, FileMode.Open), Meter);
    }

    public IDevice Create(string name, long preallocateBytes = 0)
    {
        if (Exists(name))
        {
            throw new StorageFaultException(StorageFault.FileExists, Full(name), 0);
        }

        FileDevice device = new(Full(name), Handle(name, FileMode.CreateNew), Meter);
        device.Preallocate(preallocateBytes);
        return device;
    }

    public IReadOnlyList<string> List()
    {
        string[] names = [.. Directory.EnumerateFiles(_path).Select(Path.GetFileName).OfType<string>()];
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    public bool Exists(string name) => File.Exists(Full(name));

    public string PathOf(string name) => Full(name);

    public void Delete(string name) => Guard(name, "delete", () => File.Delete(Full(name)));

    public void Rename(string from, string to) =>
        Guard(from, "rename", () => File.Move(Full(from), Full(to), overwrite: true));

    public void FlushDirectory()
    {
        if (!FileNative.FlushFolder(_path))
        {
            throw FileNative.Failure(_path, "folder flush");
        }
    }

    private static string CreateFolder(string path)
    {
        try
        {
            return Directory.CreateDirectory(path).FullName;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StorageFailure(path, "creation", cause);
        }
    }

    private SafeFileHandle Handle(string name, FileMode mode)
    {
        try
        {
            return File.OpenHandle(Full(name), mode, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StorageFailure(Full(name), "open", cause);
        }
    }

    private string Full(string name)
    {
        if (name.Length == 0 || name != Path.GetFileName(name))
        {
            throw new ArgumentException($"'{name}' is not a plain file name.", nameof(name));
        }

        return Path.Combine(_path, name);
    }

    private void Guard(string name, string operation, Action action)
    {
        try
        {
            action();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StorageFailure(Full(name), operation, cause);
        }
    }
}

using Ledger.Storage.Devices;

namespace Ledger.Storage.Records;

/// <summary>The one way a file comes to have its name: complete and flushed first.</summary>
public static class DirectoryExtensions
{
    /// <summary>Suffix of a file still being made; recovery deletes such files.</summary>
    public const string Unfinished = ".new";

    /// <summary>Creates a file, lets it be filled, flushes it, names it, and flushes the folder.</summary>
    public static IDevice Publish(this IDirectory directory, string name, long preallocateBytes, Action<IDevice> fill)
    {
        string draft = name + Unfinished;
        if (directory.Exists(name))
        {
            throw new StorageFaultException(StorageFault.FileExists, directory.PathOf(name), 0);
        }

        if (directory.Exists(draft))
        {
            directory.Delete(draft);
        }

        using (IDevice device = directory.Create(draft, preallocateBytes))
        {
            fill(device);
            device.Flush();
        }

        directory.Rename(draft, name);
        directory.FlushDirectory();
        return directory.Open(name);
    }

    /// <summary>Deletes drafts that a crash left behind.</summary>
    public static void DeleteUnfinished(this IDirectory directory)
    {
        foreach (string name in directory.List())
        {
            if (name.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                directory.Delete(name);
            }
        }
    }
}

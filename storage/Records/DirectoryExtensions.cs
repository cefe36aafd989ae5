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
        if (directory.Exists(name))
        {
            throw new StorageFaultException(StorageFault.FileExists, directory.PathOf(name), 0);
        }

        directory.Replace(name, preallocateBytes, fill);
        return directory.Open(name);
    }

    /// <summary>The same over whatever has the name: a reader finds the old file or the new, each of them whole.</summary>
    public static void Replace(this IDirectory directory, string name, long preallocateBytes, Action<IDevice> fill)
    {
        string draft = name + Unfinished;
        directory.DeleteDurably(directory.Exists(draft) ? [draft] : []);
        using (IDevice device = directory.Create(draft, preallocateBytes))
        {
            fill(device);
            device.Flush();
        }

        directory.Rename(draft, name);
        directory.FlushDirectory();
    }

    /// <summary>Deletes drafts that a crash left behind.</summary>
    public static void DeleteUnfinished(this IDirectory directory) => directory.DeleteDurably(
        [.. directory.List().Where(name => name.EndsWith(Unfinished, StringComparison.Ordinal))]);

    /// <summary>Deletes files and makes that durable; nothing when there are none.</summary>
    /// <remarks>
    /// A draft must be gone before the next of its name is made: else a crash may lose the making and keep the naming, and
    /// the name is given to the old draft's bytes.
    /// </remarks>
    public static void DeleteDurably(this IDirectory directory, IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            directory.Delete(name);
        }

        if (names.Count > 0)
        {
            directory.FlushDirectory();
        }
    }
}

namespace Ledger.Storage.Devices;

/// <summary>One flat folder of devices.</summary>
/// <remarks>
/// Creations, deletions and renames are durable only after <see cref="FlushDirectory"/>; before it a crash may keep or
/// lose each of them. Names are plain file names.
/// </remarks>
public interface IDirectory
{
    /// <summary>Opens an existing file; a missing one is <see cref="StorageFault.FileMissing"/>.</summary>
    IDevice Open(string name);

    /// <summary>
    /// Creates a file of that many zero bytes; an existing one is <see cref="StorageFault.FileExists"/>.
    /// </summary>
    IDevice Create(string name, long preallocateBytes = 0);

    /// <summary>Names of all files, sorted ordinally.</summary>
    IReadOnlyList<string> List();

    bool Exists(string name);

    /// <summary>What messages call a file: the whole path of a real one.</summary>
    string PathOf(string name) => name;

    /// <summary>Removes a file that exists and is closed.</summary>
    void Delete(string name);

    /// <summary>Renames over whatever has the new name; an open device stays usable.</summary>
    void Rename(string from, string to);

    /// <summary>Makes creations, deletions and renames durable.</summary>
    void FlushDirectory();
}

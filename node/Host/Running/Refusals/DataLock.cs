using Ledger.Storage;

namespace Ledger.Node.Running;

/// <summary>Held while a process uses a data directory: a second node on one journal would vote twice.</summary>
/// <remarks>The kernel lets go of it when the process ends, however it ends. The file stays, empty.</remarks>
public sealed class DataLock : IDisposable
{
    private const int WouldBlock = 11;
    private readonly FileStream _file;

    private DataLock(FileStream file) => _file = file;

    /// <exception cref="StartRefusedException">Another process holds it.</exception>
    /// <exception cref="StorageFailure">The directory cannot be written.</exception>
    public static DataLock Take(string directory)
    {
        string path = Path.Combine(directory, "lock");
        try
        {
            return new DataLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException cause) when (cause.HResult == WouldBlock)
        {
            throw new StartRefusedException(
                StartRefusal.DataDirectoryInUse, directory, "$.dataDirectory", "another process uses it", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StorageFailure(path, "creation", cause);
        }
    }

    public void Dispose() => _file.Dispose();
}

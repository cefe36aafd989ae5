namespace Ledger.Client.Logs;

/// <summary>A copy of a log in a folder, laid out as a web server serves it.</summary>
public sealed class FolderLog(string folder) : ILogSource
{
    public string Name => folder;

    public Task<byte[]?> ReadAsync(string path, int mostBytes, CancellationToken cancellation) => Task.FromResult(Find(path, mostBytes));

    /// <summary>The same at once.</summary>
    public byte[]? Find(string path, int mostBytes)
    {
        FileInfo file = new(Path.Combine(folder, path));
        return !file.Exists ? null
            : file.Length <= mostBytes ? File.ReadAllBytes(file.FullName)
            : throw new LogException(LogFault.Malformed, $"{file.FullName} has more than {mostBytes} bytes");
    }

    /// <summary>Writes a resource whole or not at all.</summary>
    public void Put(string path, ReadOnlySpan<byte> bytes)
    {
        string file = Path.Combine(folder, path);
        string beside = file + ".new";
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using (FileStream stream = new(beside, FileMode.Create, FileAccess.Write))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, file, overwrite: true);
    }
}

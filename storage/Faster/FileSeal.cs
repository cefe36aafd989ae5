using Ledger.Storage.Records;

namespace Ledger.Storage.Faster;

/// <summary>The length and CRC-32C that a file written by FASTER had when its checkpoint was taken.</summary>
/// <param name="Path">Relative to the table's folder.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Crc">CRC-32C of the whole file.</param>
internal sealed record FileSeal(string Path, long Length, uint Crc)
{
    private const int ChunkBytes = 1 << 20;

    public static FileSeal Of(string folder, string path)
    {
        using FileStream file = new(
            System.IO.Path.Combine(folder, path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        byte[] chunk = new byte[ChunkBytes];
        uint crc = 0;
        for (int read = file.Read(chunk); read > 0; read = file.Read(chunk))
        {
            crc = Crc32C.Of(chunk.AsSpan(0, read), crc);
        }

        return new FileSeal(path, file.Length, crc);
    }

    /// <summary>Whether the file is still there and the same.</summary>
    public bool Holds(string folder) => File.Exists(System.IO.Path.Combine(folder, Path)) && Of(folder, Path) == this;
}

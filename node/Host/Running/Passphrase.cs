using System.Security.Cryptography;

namespace Ledger.Node.Running;

/// <summary>A passphrase from a file, never from an argument: arguments are seen by every process of the machine.</summary>
/// <remarks>The first line without its line ending, as UTF-8 bytes; zeroed by <see cref="Dispose"/>.</remarks>
internal sealed class Passphrase : IDisposable
{
    private const int LongestFile = 64 * 1024;

    private readonly byte[] _file;
    private readonly int _length;

    private Passphrase(byte[] file, int length) => (_file, _length) = (file, length);

    public ReadOnlySpan<byte> Bytes => _file.AsSpan(0, _length);

    public static Passphrase Read(string path)
    {
        byte[] file = GC.AllocateArray<byte>(LongestFile, pinned: true);
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        int read = stream.ReadAtLeast(file, LongestFile, throwOnEndOfStream: false);
        int end = file.AsSpan(0, read).IndexOfAny((byte)'\r', (byte)'\n');
        Passphrase passphrase = new(file, end < 0 ? read : end);
        if (passphrase._length == 0)
        {
            throw new InvalidDataException($"{path}: the first line is empty: no passphrase");
        }

        return passphrase;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_file);
}

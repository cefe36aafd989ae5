using System.Buffers;
using System.Security.Cryptography;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Receipts;

namespace Ledger.Client;

/// <summary>Makes the salted commitment of a file, streamed: memory does not grow with the file.</summary>
/// <remarks>The scheme is <see cref="CommitmentHasher"/>'s. What cannot be read is an <see cref="IOException"/>.</remarks>
public static class DocumentHasher
{
    /// <summary>Bytes read at a time, and between two reports of progress.</summary>
    public const int BufferBytes = 1024 * 1024;

    /// <summary>A salt for one document; using it twice would show that two documents are equal.</summary>
    public static byte[] DrawSalt() => RandomNumberGenerator.GetBytes(CommitmentHasher.SaltSize);

    /// <summary>Hashes a file under <paramref name="salt"/>.</summary>
    /// <param name="progress">Told the bytes hashed so far, after each buffer.</param>
    public static HashedDocument Hash(
        string path, ReadOnlyMemory<byte> salt, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        using FileStream file = new(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        using CommitmentHasher hasher = new(salt.Span);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long total = Append(file, hasher, buffer.AsSpan(0, BufferBytes), progress, cancellation);
            return new HashedDocument(path, total, salt, hasher.Finish());
        }
        finally
        {
            // A pooled buffer outlives this call, the document's content must not.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static long Append(
        FileStream file,
        CommitmentHasher hasher,
        Span<byte> buffer,
        Action<long>? progress,
        CancellationToken cancellation)
    {
        long total = 0;
        for (int read = file.Read(buffer); read > 0; read = file.Read(buffer))
        {
            cancellation.ThrowIfCancellationRequested();
            hasher.Append(buffer[..read]);
            total += read;
            progress?.Invoke(total);
        }

        return total;
    }
}

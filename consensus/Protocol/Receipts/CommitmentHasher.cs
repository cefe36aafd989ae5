using System.Security.Cryptography;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Transactions;

namespace Ledger.Protocol.Receipts;

/// <summary>
/// Makes a document's commitment of <see cref="CommitmentScheme.SaltedFile"/>: HMAC-SHA-256 of its exact bytes.
/// </summary>
/// <remarks>RFC 2104. The caller streams the file, and draws the salt: a new random one for every document.</remarks>
public sealed class CommitmentHasher : IDisposable
{
    /// <summary>Length of a salt in bytes.</summary>
    public const int SaltSize = 32;

    private readonly IncrementalHash _hmac;

    public CommitmentHasher(ReadOnlySpan<byte> salt)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, SaltSize);
        _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, salt);
    }

    /// <summary>The commitment to a document that is held whole.</summary>
    public static Digest Commit(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> document)
    {
        using CommitmentHasher hasher = new(salt);
        hasher.Append(document);
        return hasher.Finish();
    }

    public void Append(ReadOnlySpan<byte> bytes) => _hmac.AppendData(bytes);

    /// <summary>The commitment to everything appended since the last call.</summary>
    public Digest Finish()
    {
        Span<byte> commitment = stackalloc byte[Digest.Size];
        _hmac.GetHashAndReset(commitment);
        return new Digest(commitment);
    }

    public void Dispose() => _hmac.Dispose();
}

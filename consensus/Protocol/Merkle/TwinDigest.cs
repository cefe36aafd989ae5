using Ledger.Cryptography.Hashing;

namespace Ledger.Protocol.Merkle;

/// <summary>The same bytes hashed in both suites, so that a verifier may trust either one.</summary>
/// <remarks>As bytes: the SHA-256 digest, then the SM3 digest.</remarks>
public readonly record struct TwinDigest(Digest Sha256, Digest Sm3)
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 2 * Digest.Size;

    /// <summary>Reads exactly <see cref="Size"/> bytes.</summary>
    public TwinDigest(ReadOnlySpan<byte> bytes)
        : this(new Digest(bytes[..Digest.Size]), new Digest(bytes[Digest.Size..]))
    {
    }

    public void CopyTo(Span<byte> destination)
    {
        Sha256.CopyTo(destination);
        Sm3.CopyTo(destination[Digest.Size..]);
    }
}

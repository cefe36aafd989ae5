using System.Buffers.Binary;
using System.Text;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Receipts;

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>A short document for every leaf, with its salt: each is made again of the seed and the leaf's index.</summary>
public sealed class SyntheticDocuments(ulong seed)
{
    public const string MediaType = "text/plain";

    public static string NameOf(ulong leaf) => FormattableString.Invariant($"document-{leaf:d8}.txt");

    public static byte[] ContentOf(ulong leaf) => Encoding.ASCII.GetBytes(FormattableString.Invariant($"synthetic document {leaf:d8}\n"));

    public byte[] SaltOf(ulong leaf)
    {
        Span<byte> name = stackalloc byte[2 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(name, seed);
        BinaryPrimitives.WriteUInt64BigEndian(name[sizeof(ulong)..], leaf);
        return Sha256.Hash(name).ToArray();
    }

    public Digest CommitmentOf(ulong leaf) => CommitmentHasher.Commit(SaltOf(leaf), ContentOf(leaf));

    /// <summary>Commitments of leaves that follow each other, 32 bytes each, made on all cores.</summary>
    public byte[] CommitmentsOf(ulong first, int count)
    {
        byte[] packed = new byte[count * Digest.Size];
        Parallel.For(0, count, i => CommitmentOf(first + (ulong)i).CopyTo(packed.AsSpan(i * Digest.Size)));
        return packed;
    }
}

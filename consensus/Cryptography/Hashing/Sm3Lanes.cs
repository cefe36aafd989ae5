using Ledger.Cryptography.Hashing.Lanes;

namespace Ledger.Cryptography.Hashing;

/// <summary>SM3 of many short messages of one length at once.</summary>
/// <remarks>
/// Messages lie back to back, and so do their 32-byte digests; the span of digests says how many there are. A message has at
/// most 119 bytes, prefix included. Sixteen lanes with AVX-512, eight with AVX2, else one by one: the results are the same.
/// Inputs and digests must not overlap. Any other shape is an <see cref="ArgumentException"/>.
/// </remarks>
public static class Sm3Lanes
{
    private const byte LeafPrefix = 0x00;
    private const byte NodePrefix = 0x01;

    /// <summary>The hash of every message.</summary>
    public static void HashEqual(ReadOnlySpan<byte> messages, int messageLength, Span<byte> digests)
        => HashEqual(LaneWidths.Widest, messages, messageLength, digests);

    /// <summary>RFC 6962 leaf hashes: of 0x00 followed by the record.</summary>
    public static void HashLeaves(ReadOnlySpan<byte> records, int recordLength, Span<byte> digests)
        => LaneHasher<Sm3LaneCompression>.Hash(LaneWidths.Widest, [LeafPrefix], records, recordLength, digests);

    /// <summary>RFC 6962 node hashes: of 0x01 followed by the 32-byte left and the 32-byte right child.</summary>
    public static void HashNodes(ReadOnlySpan<byte> pairs, Span<byte> digests)
        => LaneHasher<Sm3LaneCompression>.Hash(LaneWidths.Widest, [NodePrefix], pairs, 2 * Digest.Size, digests);

    /// <summary>The same with the width given, so that a test can hold one against another.</summary>
    internal static void HashEqual(LaneWidth width, ReadOnlySpan<byte> messages, int messageLength, Span<byte> digests)
        => LaneHasher<Sm3LaneCompression>.Hash(width, [], messages, messageLength, digests);
}

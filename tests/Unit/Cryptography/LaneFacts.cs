using System.Security.Cryptography;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Hashing.Lanes;

namespace Ledger.Tests.Unit.Cryptography;

public sealed class LaneFacts
{
    private const int MaximumLength = 119;
    private const int MaximumCount = 70;

    public static TheoryData<int> Widths =>
        [.. Enum.GetValues<LaneWidth>().Where(LaneWidths.IsSupported).Select(width => (int)width)];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_width_hashes_every_length_and_count_like_one_message_at_a_time(int width)
    {
        byte[] messages = new byte[MaximumCount * MaximumLength];
        new Random(width).NextBytes(messages);
        byte[] sha256 = new byte[MaximumCount * Digest.Size];
        byte[] sm3 = new byte[MaximumCount * Digest.Size];
        for (int length = 0; length <= MaximumLength; length++)
        {
            (byte[] Sha256, byte[] Sm3) expected = HashEach(messages, length);
            for (int count = 0; count <= MaximumCount; count++)
            {
                Span<byte> digests = sha256.AsSpan(0, count * Digest.Size);
                Sha256Lanes.HashEqual((LaneWidth)width, messages.AsSpan(0, count * length), length, digests);
                Assert.True(expected.Sha256.AsSpan(0, digests.Length).SequenceEqual(digests));

                digests = sm3.AsSpan(0, count * Digest.Size);
                Sm3Lanes.HashEqual((LaneWidth)width, messages.AsSpan(0, count * length), length, digests);
                Assert.True(expected.Sm3.AsSpan(0, digests.Length).SequenceEqual(digests));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Nothing_is_written_beyond_the_last_digest(int width)
    {
        byte[] digests = new byte[(19 + 1) * Digest.Size];
        digests.AsSpan().Fill(0xa5);

        Sha256Lanes.HashEqual((LaneWidth)width, new byte[19 * 54], 54, digests.AsSpan(0, 19 * Digest.Size));
        Sm3Lanes.HashEqual((LaneWidth)width, new byte[19 * 54], 54, digests.AsSpan(0, 19 * Digest.Size));

        Assert.Equal(-1, digests.AsSpan(19 * Digest.Size).IndexOfAnyExcept((byte)0xa5));
    }

    [Fact]
    public void Leaves_and_nodes_are_hashed_behind_their_prefix()
    {
        byte[] records = new byte[37 * 54];
        new Random(1).NextBytes(records);
        byte[] leaves = new byte[37 * Digest.Size];
        Sha256Lanes.HashLeaves(records, 54, leaves);
        byte[] nodes = new byte[18 * Digest.Size];
        Sha256Lanes.HashNodes(leaves.AsSpan(0, 36 * Digest.Size), nodes);

        Assert.Equal(SHA256.HashData([0, .. records.AsSpan(36 * 54)]), leaves.AsSpan(36 * Digest.Size).ToArray());
        byte[] lastPair = leaves.AsSpan(34 * Digest.Size, 64).ToArray();
        Assert.Equal(SHA256.HashData([1, .. lastPair]), nodes.AsSpan(17 * Digest.Size).ToArray());

        Sm3Lanes.HashNodes(leaves.AsSpan(0, 36 * Digest.Size), nodes);
        Assert.Equal(Sm3.Hash([1, .. lastPair]).ToArray(), nodes.AsSpan(17 * Digest.Size).ToArray());
    }

    [Fact]
    public void Messages_too_long_or_of_another_count_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Sha256Lanes.HashEqual(new byte[120], 120, new byte[32]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sm3Lanes.HashLeaves(new byte[119], 119, new byte[32]));
        Assert.Throws<ArgumentException>(() => Sha256Lanes.HashEqual(new byte[110], 54, new byte[64]));
        Assert.Throws<ArgumentException>(() => Sm3Lanes.HashNodes(new byte[64], new byte[31]));
    }

    private static (byte[] Sha256, byte[] Sm3) HashEach(byte[] messages, int length)
    {
        byte[] sha256 = new byte[MaximumCount * Digest.Size];
        byte[] sm3 = new byte[MaximumCount * Digest.Size];
        for (int i = 0; i < MaximumCount; i++)
        {
            ReadOnlySpan<byte> message = messages.AsSpan(i * length, length);
            SHA256.HashData(message, sha256.AsSpan(i * Digest.Size));
            Sm3.Hash(message).CopyTo(sm3.AsSpan(i * Digest.Size));
        }

        return (sha256, sm3);
    }
}

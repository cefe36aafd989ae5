using System.Security.Cryptography;
using Ledger.Protocol.Receipts;

namespace Ledger.Tests.Unit.Protocol;

public sealed class CommitmentHasherFacts
{
    // RFC 4231 test case 1. HMAC pads a key shorter than a hash block with zeros (RFC 2104 section 2), so its key of 20
    // bytes and the same key padded to a salt's 32 bytes are one key.
    private const string Rfc4231Case1 = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";

    private static readonly byte[] Salt = [.. Enumerable.Repeat((byte)0x0b, 20), .. new byte[12]];

    [Fact]
    public void A_commitment_is_the_hmac_of_rfc_4231()
        => Assert.Equal(Rfc4231Case1, $"{CommitmentHasher.Commit(Salt, "Hi There"u8)}");

    [Fact]
    public void Pieces_give_the_commitment_of_the_whole_and_a_finished_hasher_starts_anew()
    {
        byte[] document = new TinyRandom(1).Bytes(1_000);
        using CommitmentHasher hasher = new(Salt);
        hasher.Append([1, 2, 3]);
        hasher.Finish();
        foreach (byte[] piece in document.Chunk(77))
        {
            hasher.Append(piece);
        }

        Assert.Equal(HMACSHA256.HashData(Salt, document), hasher.Finish().ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_salt_of_another_length_is_refused(int length)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new CommitmentHasher(new byte[length]));
}

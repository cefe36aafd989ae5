using System.Security.Cryptography;
using Ledger.Cryptography.Hashing;
using Org.BouncyCastle.Crypto.Digests;

namespace Ledger.Tests.Unit.Cryptography;

public sealed class Keccak256Facts
{
    /// <summary>The empty message and "abc" by the Keccak team's own vectors; an event's topic as every Ethereum client has it.</summary>
    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [InlineData("Transfer(address,address,uint256)", "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef")]
    public void Known_digests_hold(string message, string digest)
        => Assert.Equal(digest, $"{Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(message))}");

    [Fact]
    public void It_agrees_with_another_implementation_at_every_length_around_its_blocks()
    {
        byte[] other = new byte[32];
        for (int length = 0; length < 420; length++)
        {
            byte[] message = RandomNumberGenerator.GetBytes(length);
            KeccakDigest digest = new(256);
            digest.BlockUpdate(message, 0, length);
            digest.DoFinal(other, 0);

            Assert.Equal(Convert.ToHexStringLower(other), $"{Keccak256.Hash(message)}");
        }
    }

    [Fact]
    public void It_is_not_sha_3()
    {
        byte[] standard = new byte[32];
        Sha3Digest digest = new(256);
        digest.BlockUpdate("abc"u8.ToArray(), 0, 3);
        digest.DoFinal(standard, 0);

        Assert.NotEqual(Convert.ToHexStringLower(standard), $"{Keccak256.Hash("abc"u8)}");
    }
}

using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Native;
using Org.BouncyCastle.Crypto.Digests;

namespace Ledger.Tests.Unit.Cryptography;

public sealed class Sm3Facts
{
    [Theory]
    [InlineData("abc", 1, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")]
    [InlineData("abcd", 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")]
    public void The_examples_of_the_standard_hold(string text, int times, string expected)
    {
        byte[] message = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(text, times)));

        Assert.Equal(expected, Sm3.Hash(message).ToString());
    }

    [Fact]
    public void Every_length_up_to_three_blocks_agrees_with_two_other_implementations()
    {
        byte[] message = new byte[200];
        new Random(2).NextBytes(message);
        using EvpSm3 openSsl = new();
        byte[] digest = new byte[Digest.Size];
        for (int length = 0; length <= message.Length; length++)
        {
            openSsl.Hash(message.AsSpan(0, length), digest);
            Assert.Equal(Independent(message, length), Sm3.Hash(message.AsSpan(0, length)).ToArray());
            Assert.Equal(digest, Sm3.Hash(message.AsSpan(0, length)).ToArray());
        }
    }

    [Fact]
    public void In_pieces_it_is_the_same_and_the_next_message_starts_afresh()
    {
        byte[] message = new byte[1_000];
        Random random = new(3);
        random.NextBytes(message);
        Sm3 hash = new();
        for (int round = 0; round < 200; round++)
        {
            int length = random.Next(message.Length + 1);
            for (int done = 0, taken; done < length; done += taken)
            {
                taken = random.Next(0, Math.Min(length - done, 150) + 1);
                hash.Append(message.AsSpan(done, taken));
            }

            Assert.Equal(Sm3.Hash(message.AsSpan(0, length)), hash.Finish());
        }
    }

    private static byte[] Independent(byte[] message, int length)
    {
        SM3Digest digest = new();
        digest.BlockUpdate(message, 0, length);
        byte[] output = new byte[Digest.Size];
        digest.DoFinal(output, 0);
        return output;
    }
}

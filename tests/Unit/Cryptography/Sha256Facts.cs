using System.Security.Cryptography;
using Ledger.Cryptography.Hashing;

namespace Ledger.Tests.Unit.Cryptography;

public sealed class Sha256Facts
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 64)]
    [InlineData(256, 256)]
    [InlineData(256, 257)]
    [InlineData(5_000, 3)]
    public void Two_parts_hash_as_their_concatenation(int first, int second)
    {
        byte[] message = new byte[first + second];
        new Random(first).NextBytes(message);

        byte[] expected = SHA256.HashData(message);

        Assert.Equal(expected, Sha256.Hash(message).ToArray());
        Assert.Equal(expected, Sha256.Hash(message.AsSpan(0, first), message.AsSpan(first)).ToArray());
    }
}

using System.Numerics;
using System.Security.Cryptography;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;

namespace Ledger.Tests.Unit.Cryptography;

public sealed class Secp256k1Facts
{
    private static readonly BigInteger Order = Number(
        Convert.FromHexString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"));

    private static readonly byte[] Secret = Convert.FromHexString("bcec428d5205abe0f0cc8a734083908d9eb8563e31f943d760786edf42ad67dd");

    /// <summary>A key of the README of FISCO BCOS's go-sdk, and the address that it is known by there.</summary>
    [Fact]
    public void A_known_key_has_its_known_address()
    {
        byte[] point = Secp256k1.PublicKeyOf(Convert.FromHexString("145e247e170ba3afd6ae97e88f00dbc976c2345d511b0f6713355d19d8b80b58"));

        Assert.Equal("fbb18d54e9ee57529cda8c7c52242efe879f064f", AddressOf(point));
    }

    /// <summary>The key and the digest of CallValidatorTest in FISCO-BCOS v3.16.4.</summary>
    [Fact]
    public void A_known_call_is_signed_as_it_is_known_and_recovers_its_sender()
    {
        byte[] digest = Convert.FromHexString("8180d9bbe2f96fa7ea6de06cb88551de2c1c23307c465c51f218d5e2fc0d1336");

        byte[] signature = Secp256k1.Sign(Secret, digest);

        Assert.Equal(
            "ffa634ce7d4f471e9eaadcec815d7da67da926af52814ed751a851a057f9ce2f"
            + "65adde795d427b74c285442c43abb4ca044331a93e5e56545062629998745e05"
            + "01",
            Convert.ToHexStringLower(signature));
        Assert.Equal("64fa644d2a694681bd6addd6c5e36cccd8dcdde3", AddressOf(Secp256k1.Recover(digest, signature)!));
    }

    [Fact]
    public void Every_edge_case_of_wycheproof_is_decided_as_it_says_but_that_a_high_s_is_refused()
    {
        WycheproofVectors[] vectors = WycheproofVectors.Read("secp256k1");

        Assert.Equal(252, vectors.Length);
        Assert.All(vectors, v => Assert.Equal(
            v.IsValid && Number(v.Signature.AsSpan(32)) <= Order / 2,
            Secp256k1.Verify(v.PublicKey, SHA256.HashData(v.Message), v.Signature)));
    }

    [Fact]
    public void Every_flipped_bit_of_a_signature_recovers_another_key_or_none()
    {
        byte[] point = Secp256k1.PublicKeyOf(Secret);
        byte[] digest = SHA256.HashData("a document"u8);
        byte[] signature = Secp256k1.Sign(Secret, digest);
        Assert.Equal(point, Secp256k1.Recover(digest, signature));
        for (int bit = 0; bit < 8 * signature.Length; bit++)
        {
            byte[] flipped = [.. signature];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(point, Secp256k1.Recover(digest, flipped));
        }
    }

    [Fact]
    public void The_twin_with_the_negated_s_is_refused()
    {
        byte[] digest = SHA256.HashData("a document"u8);
        byte[] signature = Secp256k1.Sign(Secret, digest);
        byte[] negated = (Order - Number(signature.AsSpan(32, 32))).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] twin = [.. signature[..32], .. new byte[32 - negated.Length], .. negated, (byte)(signature[^1] ^ 1)];

        Assert.Null(Secp256k1.Recover(digest, twin));
        Assert.False(Secp256k1.Verify(Secp256k1.PublicKeyOf(Secret), digest, twin.AsSpan(0, 64)));
    }

    [Fact]
    public void What_is_no_key_no_digest_or_no_signature_is_refused()
    {
        byte[] digest = SHA256.HashData("a document"u8);
        byte[] signature = Secp256k1.Sign(Secret, digest);
        byte[] order = Order.ToByteArray(isUnsigned: true, isBigEndian: true);

        Assert.All((byte[][])[new byte[32], order, new byte[31], []], secret =>
        {
            Assert.Throws<ArgumentException>(() => Secp256k1.PublicKeyOf(secret));
            Assert.Throws<ArgumentException>(() => Secp256k1.Sign(secret, digest));
        });
        Assert.Throws<ArgumentException>(() => Secp256k1.Sign(Secret, digest.AsSpan(1)));
        Assert.Null(Secp256k1.Recover(digest, [.. signature[..64], 4]));
        Assert.Null(Secp256k1.Recover(digest, signature.AsSpan(0, 64)));
        Assert.Null(Secp256k1.Recover(digest.AsSpan(1), signature));
        Assert.Null(Secp256k1.Recover(digest, new byte[65]));
        Assert.False(Secp256k1.Verify(Secp256k1.PublicKeyOf(Secret).AsSpan(1), digest, signature.AsSpan(0, 64)));
    }

    private static string AddressOf(byte[] point) => Convert.ToHexStringLower(Keccak256.Hash(point.AsSpan(1)).ToArray().AsSpan(12));

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}

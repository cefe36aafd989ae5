using System.Numerics;
using System.Security.Cryptography;
using Ledger.Cryptography.Signatures;

namespace Ledger.Tests.Unit.Cryptography;

public sealed class Ed25519Facts
{
    private static readonly Ed25519Suite Suite = new();

    /// <summary>The order of the base point, L of RFC 8032 5.1.</summary>
    private static readonly BigInteger Order = new(
        Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"), isUnsigned: true);

    /// <summary>Seed, public key, message, signature: RFC 8032 7.1, tests 1 to 3.</summary>
    public static TheoryData<string, string, string, string> Vectors => new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe2465"
            + "5141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb0"
            + "0d291612bb0c00"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc0"
            + "27beceea1ec40a"
        },
    };

    /// <summary>Points of order 1, 2, 4 and 8, and two of them in encodings that are not canonical.</summary>
    public static TheoryData<string> SmallOrderKeys =>
    [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];

    [Fact]
    public void Every_edge_case_of_wycheproof_is_decided_as_it_says()
    {
        WycheproofVectors[] vectors = WycheproofVectors.Read("ed25519");
        Assert.Equal(151, vectors.Length);
        Assert.All(vectors, v => Assert.Equal(v.IsValid, Suite.Verify(v.PublicKey, v.Message, v.Signature)));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_vectors_of_rfc_8032_hold(string seed, string publicKey, string message, string signature)
    {
        using Ed25519Signer signer = new(Convert.FromHexString(seed));

        Assert.Equal(publicKey, Convert.ToHexStringLower(signer.PublicKey.Span));
        byte[] signed = signer.Sign(Convert.FromHexString(message));
        Assert.Equal(signature, Convert.ToHexStringLower(signed));
        Assert.True(Suite.Verify(signer.PublicKey.Span, Convert.FromHexString(message), signed));
    }

    [Fact]
    public void Every_flipped_bit_of_key_message_or_signature_is_refused()
    {
        using Ed25519Signer signer = new(new byte[Ed25519Signer.SeedSize]);
        byte[] message = "a document"u8.ToArray();
        byte[] whole = [.. signer.PublicKey.Span, .. signer.Sign(message), .. message];
        Assert.True(Verify(whole));
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Verify(whole), $"bit {bit}");
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void A_second_signature_made_by_adding_the_group_order_to_s_is_refused()
    {
        using Ed25519Signer signer = new(new byte[Ed25519Signer.SeedSize]);
        byte[] signature = signer.Sign("a document"u8);
        BigInteger s = new(signature.AsSpan(32), isUnsigned: true);
        byte[] twin = [.. signature[..32], .. Scalar(s + Order)];

        Assert.True(Suite.Verify(signer.PublicKey.Span, "a document"u8, signature));
        Assert.False(Suite.Verify(signer.PublicKey.Span, "a document"u8, twin));
    }

    [Theory]
    [MemberData(nameof(SmallOrderKeys))]
    public void A_public_key_of_small_order_verifies_nothing(string publicKey)
    {
        // R = the neutral element and S = 0 satisfy the equation for the neutral key and any message.
        byte[] signature = new byte[64];
        signature[0] = 1;

        Assert.False(Suite.Verify(Convert.FromHexString(publicKey), "a document"u8, signature));
    }

    [Fact]
    public void A_signature_whose_r_has_small_order_is_refused_though_the_equation_holds()
    {
        byte[] seed = new byte[Ed25519Signer.SeedSize];
        using Ed25519Signer signer = new(seed);
        byte[] r = new byte[32];
        r[0] = 1;
        byte[] secret = SHA512.HashData(seed)[..32];
        secret[0] &= 0xf8;
        secret[31] = (byte)((secret[31] & 0x3f) | 0x40);
        byte[] challenge = SHA512.HashData([.. r, .. signer.PublicKey.Span, .. "a document"u8]);
        BigInteger s = new BigInteger(challenge, isUnsigned: true) * new BigInteger(secret, isUnsigned: true) % Order;

        Assert.False(Suite.Verify(signer.PublicKey.Span, "a document"u8, [.. r, .. Scalar(s)]));
    }

    [Fact]
    public void Keys_and_signatures_of_other_lengths_are_refused_and_seeds_are_errors()
    {
        using Ed25519Signer signer = new(new byte[Ed25519Signer.SeedSize]);
        byte[] signature = signer.Sign([]);

        Assert.False(Suite.Verify(signer.PublicKey.Span[..31], [], signature));
        Assert.False(Suite.Verify(signer.PublicKey.Span, [], signature.AsSpan(0, 63)));
        Assert.Throws<ArgumentException>(() => new Ed25519Signer(new byte[31]));
    }

    [Fact]
    public void A_disposed_signer_signs_nothing()
    {
        Ed25519Signer signer = new(new byte[Ed25519Signer.SeedSize]);
        signer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => signer.Sign([]));
    }

    private static bool Verify(ReadOnlySpan<byte> whole) => Suite.Verify(whole[..32], whole[96..], whole[32..96]);

    private static byte[] Scalar(BigInteger value)
    {
        byte[] bytes = new byte[32];
        value.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }
}

using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Ledger.Cryptography.Signatures;
using Ledger.Cryptography.Signatures.Curves;

namespace Ledger.Tests.Unit.Cryptography;

/// <summary>What P-256 and SM2 have in common: points, scalars and the two forms of a signature.</summary>
public sealed class CurveFacts
{
    /// <summary>The smallest secret: its public key is the base point.</summary>
    internal static byte[] One => [.. new byte[31], 1];

    [Theory]
    [InlineData(SuiteId.P256, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")]
    [InlineData(SuiteId.Sm2, "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123")]
    public void Secrets_are_from_one_to_the_order_less_two(SuiteId suite, string order)
    {
        BigInteger n = Number(Convert.FromHexString(order));

        Assert.False(SoftwareSigner.IsSecret(suite, new byte[32]));
        Assert.True(SoftwareSigner.IsSecret(suite, One));
        Assert.True(SoftwareSigner.IsSecret(suite, Bytes(n - 2)));
        Assert.False(SoftwareSigner.IsSecret(suite, Bytes(n - 1)));
        Assert.False(SoftwareSigner.IsSecret(suite, Bytes(n)));
        Assert.False(SoftwareSigner.IsSecret(suite, One[1..]));
        Assert.Throws<ArgumentException>(() => SoftwareSigner.Open(suite, Bytes(n - 1)));
        using SoftwareSigner signer = SoftwareSigner.Open(suite, Bytes(n - 2));
        Assert.Equal(65, signer.PublicKey.Length);
    }

    [Fact]
    public void The_order_is_halved_where_s_is_low_and_negating_twice_changes_nothing()
    {
        BigInteger n = Number(Convert.FromHexString("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"));

        Assert.True(NamedCurve.P256.IsLow(Bytes(n / 2)));
        Assert.False(NamedCurve.P256.IsLow(Bytes((n / 2) + 1)));
        foreach (BigInteger s in (BigInteger[])[1, n / 2, (n / 2) + 1, n - 1])
        {
            byte[] scalar = Bytes(s);
            NamedCurve.P256.Negate(scalar);
            Assert.Equal(n - s, Number(scalar));
        }
    }

    [Fact]
    public void The_der_form_is_the_one_that_the_framework_writes()
    {
        byte[] largest = [.. Enumerable.Repeat((byte)0xff, 32)];
        byte[][] scalars = [new byte[32], One, [.. new byte[31], 0x80], [0x7f, .. new byte[31]], [0x80, .. new byte[31]], largest];
        foreach (byte[] r in scalars)
        {
            foreach (byte[] s in scalars)
            {
                AsnWriter writer = new(AsnEncodingRules.DER);
                using (writer.PushSequence())
                {
                    writer.WriteInteger(Number(r));
                    writer.WriteInteger(Number(s));
                }

                byte[] der = new byte[72];
                int length = RawSignature.ToDer([.. r, .. s], der);
                Assert.Equal(Convert.ToHexStringLower(writer.Encode()), Convert.ToHexStringLower(der.AsSpan(0, length)));
                Assert.Equal([.. r, .. s], RawSignature.FromDer(der.AsSpan(0, length)));
            }
        }
    }

    [Fact]
    public void Keys_are_kept_by_content_and_their_number_is_bounded()
    {
        int reads = 0;
        KeyCache<string> cache = new(bytes =>
        {
            reads++;
            return bytes[0] == 0 ? null : Convert.ToHexString(bytes);
        });

        Assert.Equal("0102", cache.Find([1, 2]));
        Assert.Equal("0102", cache.Find([1, 2]));
        Assert.Equal(1, reads);
        Assert.Null(cache.Find([0]));
        Assert.Equal(1, cache.Count);
        for (int i = 0; i < KeyCache<string>.Capacity; i++)
        {
            cache.Find([9, .. BitConverter.GetBytes(i)]);
        }

        Assert.InRange(cache.Count, 1, KeyCache<string>.Capacity);
        Assert.Equal("0102", cache.Find([1, 2]));
    }

    internal static void RefuseEveryFlippedBit(ISignatureSuite suite, ISigner signer)
    {
        byte[] message = "a document"u8.ToArray();
        int size = suite.PublicKeySize;
        byte[] whole = [.. signer.PublicKey.Span, .. signer.Sign(message), .. message];
        bool Verify() => suite.Verify(whole.AsSpan(0, size), whole.AsSpan(size + 64), whole.AsSpan(size, 64));
        Assert.True(Verify());
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Verify(), $"bit {bit}");
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    /// <summary>Compressed and hybrid forms of the very key, infinity, a coordinate that is not below p, other lengths.</summary>
    internal static void RefuseOtherKeys(ISignatureSuite suite, SoftwareSigner signer)
    {
        byte[] key = signer.PublicKey.ToArray();
        byte[] signature = signer.Sign("a document"u8);
        byte sign = (byte)(key[^1] & 1);
        byte[] all = [.. Enumerable.Repeat((byte)0xff, 32)];
        byte[][] others =
        [
            [(byte)(2 + sign), .. key[1..33]],
            [(byte)(2 + sign), .. key[1..33], .. new byte[32]],
            [(byte)(6 + sign), .. key[1..]],
            [0],
            new byte[65],
            [4, .. new byte[64]],
            [4, .. key[1..33], .. all],
            [4, .. all, .. key[33..]],
            key[..64],
            [.. key, 0],
            [],
        ];

        Assert.True(suite.Verify(key, "a document"u8, signature));
        Assert.All(others, other => Assert.False(suite.Verify(other, "a document"u8, signature)));
        Assert.False(suite.Verify(key, "a document"u8, signature.AsSpan(0, 63)));
        Assert.False(suite.Verify(key, "a document"u8, [.. signature, 0]));
    }

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Bytes(BigInteger number)
    {
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }
}

using System.Security.Cryptography;
using Ledger.Cryptography.Native;
using Ledger.Cryptography.Signatures;
using Ledger.Cryptography.Signatures.Curves;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace Ledger.Tests.Unit.Cryptography;

public sealed class Sm2Facts
{
    private static readonly Sm2Suite Suite = new();

    private static readonly X9ECParameters Curve = GMNamedCurves.GetByName("SM2P256V1");

    private static readonly ECDomainParameters Domain = new(Curve.Curve, Curve.G, Curve.N, Curve.H);

    /// <summary>GB/T 32918.5-2017, annex A: its key, message and signature.</summary>
    [Fact]
    public void The_example_of_the_standard_holds()
    {
        using Sm2Signer signer = new(Hex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"));
        byte[] signature = Hex(
            "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
            + "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");

        Assert.Equal(
            "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
            + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13",
            Convert.ToHexStringLower(signer.PublicKey.Span));
        Assert.True(Suite.Verify(signer.PublicKey.Span, "message digest"u8, signature));
        Assert.False(Suite.Verify(signer.PublicKey.Span, "message digesT"u8, signature));
    }

    [Fact]
    public void Another_implementation_accepts_what_is_signed_and_signs_what_is_accepted()
    {
        for (int i = 0; i < 30; i++)
        {
            byte[] secret = SoftwareSigner.Draw(SuiteId.Sm2);
            using Sm2Signer signer = new(secret);
            byte[] message = RandomNumberGenerator.GetBytes(7 * i);

            SM2Signer reader = new(PlainDsaEncoding.Instance);
            reader.Init(false, new ECPublicKeyParameters(Curve.Curve.DecodePoint(signer.PublicKey.ToArray()), Domain));
            reader.BlockUpdate(message, 0, message.Length);
            Assert.True(reader.VerifySignature(signer.Sign(message)));

            SM2Signer writer = new(PlainDsaEncoding.Instance);
            writer.Init(true, new ECPrivateKeyParameters(new BigInteger(1, secret), Domain));
            writer.BlockUpdate(message, 0, message.Length);
            Assert.True(Suite.Verify(signer.PublicKey.Span, message, writer.GenerateSignature()));
        }
    }

    [Fact]
    public void Another_identity_is_another_signature()
    {
        byte[] secret = SoftwareSigner.Draw(SuiteId.Sm2);
        using Sm2Signer signer = new(secret);
        SM2Signer writer = new(PlainDsaEncoding.Instance);
        writer.Init(
            true,
            new ParametersWithID(new ECPrivateKeyParameters(new BigInteger(1, secret), Domain), "anonym@gmssl.org"u8.ToArray()));
        writer.BlockUpdate("a document"u8.ToArray(), 0, 10);

        Assert.False(Suite.Verify(signer.PublicKey.Span, "a document"u8, writer.GenerateSignature()));
    }

    [Fact]
    public void R_and_s_outside_one_to_the_order_less_one_are_refused()
    {
        using Sm2Signer signer = new(CurveFacts.One);
        byte[] good = signer.Sign("a document"u8);
        byte[] order = Domain.N.ToByteArrayUnsigned();
        byte[] above = Domain.N.Add(BigInteger.One).ToByteArrayUnsigned();

        foreach (byte[] bad in (byte[][])[new byte[32], order, above, [.. Enumerable.Repeat((byte)0xff, 32)]])
        {
            Assert.False(Suite.Verify(signer.PublicKey.Span, "a document"u8, [.. bad, .. good[32..]]));
            Assert.False(Suite.Verify(signer.PublicKey.Span, "a document"u8, [.. good[..32], .. bad]));
        }
    }

    /// <summary>r + s = n: the public key drops out of the equation, which then holds for every key (GB/T 32918.2 7.1, step B5).</summary>
    [Fact]
    public void A_signature_that_would_hold_for_every_key_is_refused()
    {
        BigInteger s = new(1, SoftwareSigner.Draw(SuiteId.Sm2));
        BigInteger r = Domain.N.Subtract(s);
        BigInteger x = Domain.G.Multiply(s).Normalize().AffineXCoord.ToBigInteger();
        byte[] digest = Bytes(r.Subtract(x).Mod(Domain.N));
        EvpKey key = NamedCurve.Sm2.ReadScalar(SoftwareSigner.Draw(SuiteId.Sm2));

        Assert.False(CurveSignature.Verify(key, digest, [.. Bytes(r), .. Bytes(s)]));
    }

    [Fact]
    public void Every_flipped_bit_of_key_message_or_signature_is_refused()
    {
        using Sm2Signer signer = new(SoftwareSigner.Draw(SuiteId.Sm2));
        CurveFacts.RefuseEveryFlippedBit(Suite, signer);
    }

    [Fact]
    public void Only_uncompressed_points_of_the_curve_are_keys() => CurveFacts.RefuseOtherKeys(Suite, new Sm2Signer(CurveFacts.One));

    [Fact]
    public void A_key_of_one_curve_is_none_of_the_other()
    {
        using P256Signer p256 = new(CurveFacts.One);
        using Sm2Signer sm2 = new(CurveFacts.One);

        Assert.False(Suite.Verify(p256.PublicKey.Span, "a document"u8, sm2.Sign("a document"u8)));
        Assert.False(new P256Suite().Verify(sm2.PublicKey.Span, "a document"u8, p256.Sign("a document"u8)));
    }

    private static byte[] Hex(string digits) => Convert.FromHexString(digits);

    private static byte[] Bytes(BigInteger number)
    {
        byte[] bytes = number.ToByteArrayUnsigned();
        return [.. new byte[32 - bytes.Length], .. bytes];
    }
}

using System.Security.Cryptography;
using Ledger.Cryptography.Signatures;
using Ledger.Cryptography.Signatures.Curves;

namespace Ledger.Tests.Unit.Cryptography;

public sealed class P256Facts
{
    private static readonly P256Suite Suite = new();

    [Fact]
    public void Every_edge_case_of_wycheproof_is_decided_as_it_says_but_that_a_high_s_is_refused()
    {
        WycheproofVectors[] vectors = WycheproofVectors.Read("p256");
        Assert.Equal(262, vectors.Length);
        Assert.All(vectors, v => Assert.Equal(
            v.IsValid && NamedCurve.P256.IsLow(v.Signature[32..]), Suite.Verify(v.PublicKey, v.Message, v.Signature)));
    }

    [Fact]
    public void A_valid_signature_with_a_high_s_is_accepted_once_it_is_normalised()
    {
        WycheproofVectors[] high = [.. WycheproofVectors.Read("p256").Where(v => v.IsValid && !NamedCurve.P256.IsLow(v.Signature[32..]))];

        Assert.NotEmpty(high);
        foreach (WycheproofVectors vector in high)
        {
            P256Suite.Normalise(vector.Signature);
            Assert.True(Suite.Verify(vector.PublicKey, vector.Message, vector.Signature), $"{vector}");
        }
    }

    [Fact]
    public void The_frameworks_own_ecdsa_accepts_what_is_signed_and_signs_what_is_accepted()
    {
        for (int i = 0; i < 50; i++)
        {
            byte[] secret = SoftwareSigner.Draw(SuiteId.P256);
            using P256Signer signer = new(secret);
            using ECDsa other = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                D = secret,
                Q = new ECPoint { X = signer.PublicKey[1..33].ToArray(), Y = signer.PublicKey[33..].ToArray() },
            });
            byte[] message = RandomNumberGenerator.GetBytes(i);
            byte[] theirs = other.SignData(message, HashAlgorithmName.SHA256);
            P256Suite.Normalise(theirs);

            Assert.True(other.VerifyData(message, signer.Sign(message), HashAlgorithmName.SHA256));
            Assert.True(Suite.Verify(signer.PublicKey.Span, message, theirs));
        }
    }

    [Fact]
    public void A_signature_has_one_form_its_twin_with_the_negated_s_is_refused()
    {
        using P256Signer signer = new(SoftwareSigner.Draw(SuiteId.P256));
        for (int i = 0; i < 20; i++)
        {
            byte[] signature = signer.Sign("a document"u8);
            Assert.True(Suite.Verify(signer.PublicKey.Span, "a document"u8, signature));
            NamedCurve.P256.Negate(signature.AsSpan(32));
            Assert.False(Suite.Verify(signer.PublicKey.Span, "a document"u8, signature));
        }
    }

    [Fact]
    public void Every_flipped_bit_of_key_message_or_signature_is_refused()
    {
        using P256Signer signer = new(SoftwareSigner.Draw(SuiteId.P256));
        CurveFacts.RefuseEveryFlippedBit(Suite, signer);
    }

    [Fact]
    public void Only_uncompressed_points_of_the_curve_are_keys() => CurveFacts.RefuseOtherKeys(Suite, new P256Signer(CurveFacts.One));
}

using System.Security.Cryptography;
using Ledger.Cryptography.Signatures;

namespace Ledger.Tests.Interop.Signatures;

/// <summary>What is signed here is accepted by programs that were not written here, and the other way round.</summary>
public sealed class SignatureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-signatures").FullName;

    public static TheoryData<SuiteId> Suites => [SuiteId.Ed25519, SuiteId.P256, SuiteId.Sm2];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task OpenSsl_accepts_what_is_signed_here_and_refuses_its_tampered_twins(SuiteId suite)
    {
        OpenSsl openssl = new(_folder);
        foreach (SignedMessage signed in SignedMessage.Make(suite, 8))
        {
            Assert.True(signed.IsGood(suite) && await openssl.VerifiesAsync(suite, signed));
            foreach (SignedMessage tampered in signed.Tampered())
            {
                Assert.False(tampered.IsGood(suite) || await openssl.VerifiesAsync(suite, tampered));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task What_openssl_signs_is_accepted_here(SuiteId suite)
    {
        OpenSsl openssl = new(_folder);
        for (int length = 1; length < 150; length += 29)
        {
            SignedMessage signed = await openssl.SignAsync(suite, RandomNumberGenerator.GetBytes(length));
            if (suite == SuiteId.P256)
            {
                P256Suite.Normalise(signed.Signature);
            }

            Assert.True(signed.IsGood(suite));
            Assert.All(signed.Tampered(), tampered => Assert.False(tampered.IsGood(suite)));
        }
    }

    [Fact]
    public async Task Sm_crypto_accepts_what_is_signed_here_and_refuses_its_tampered_twins()
    {
        SignedMessage[] signed = SignedMessage.Make(SuiteId.Sm2, 20);
        SmCrypto other = new(_folder);

        Assert.All(await other.VerifyAsync(signed), Assert.True);
        Assert.All(await other.VerifyAsync(signed.SelectMany(s => s.Tampered())), Assert.False);
    }

    [Fact]
    public async Task What_sm_crypto_signs_is_accepted_here()
    {
        SignedMessage[] signed = await new SmCrypto(_folder).SignAsync(
            Enumerable.Range(0, 20).Select(i => RandomNumberGenerator.GetBytes(11 * i)));

        Assert.Equal(20, signed.Length);
        Assert.All(signed, s => Assert.True(s.IsGood(SuiteId.Sm2)));
        Assert.All(signed.SelectMany(s => s.Tampered()), tampered => Assert.False(tampered.IsGood(SuiteId.Sm2)));
    }
}

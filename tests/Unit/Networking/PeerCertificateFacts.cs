using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ledger.Cryptography.Hashing;
using Ledger.Node.Networking;

namespace Ledger.Tests.Unit.Networking;

public sealed class PeerCertificateFacts
{
    [Fact]
    public void A_pin_is_the_same_from_the_certificate_and_from_the_point()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = PeerCertificate.Create(key);
        ECPoint point = key.ExportParameters(false).Q;
        byte[] uncompressed = [4, .. point.X!, .. point.Y!];

        Digest pin = PeerCertificate.Pin(certificate);

        Assert.Equal(new Digest(SHA256.HashData(key.ExportSubjectPublicKeyInfo())), pin);
        Assert.Equal(pin, PeerCertificate.Pin(uncompressed));
        uncompressed[64] ^= 1;
        Assert.NotEqual(pin, PeerCertificate.Pin(uncompressed));
    }

    [Fact]
    public void A_certificate_made_anew_from_the_same_key_has_the_same_pin()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 first = PeerCertificate.Create(key);
        using X509Certificate2 second = PeerCertificate.Create(key.ExportPkcs8PrivateKey());

        Assert.NotEqual(first.SerialNumber, second.SerialNumber);
        Assert.Equal(PeerCertificate.Pin(first), PeerCertificate.Pin(second));
        Assert.True(second.HasPrivateKey);
        Assert.Equal(9999, second.NotAfter.ToUniversalTime().Year);
    }

    [Fact]
    public void A_key_of_another_curve_is_refused()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Throws<CryptographicException>(() => PeerCertificate.Create(key));
        Assert.Throws<CryptographicException>(() => PeerCertificate.Create(key.ExportPkcs8PrivateKey()));
    }

    [Fact]
    public void Bytes_after_the_key_are_refused()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] pkcs8 = [.. key.ExportPkcs8PrivateKey(), 0];

        Assert.Throws<CryptographicException>(() => PeerCertificate.Create(pkcs8));
    }

    [Theory]
    [InlineData(64, 4)]
    [InlineData(65, 2)]
    public void A_point_of_another_form_is_refused(int length, byte form)
    {
        byte[] point = new byte[length];
        point[0] = form;

        Assert.Throws<ArgumentException>(() => PeerCertificate.Pin(point));
    }
}

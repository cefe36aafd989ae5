using System.Security.Cryptography.X509Certificates;
using Ledger.Testnet.Containers;

namespace Ledger.Tests.Integration.Docker;

/// <summary>The certificates that a network of containers is reached by.</summary>
public sealed class RpcAuthorityTests
{
    [Fact]
    public void A_certificate_chains_to_its_authority_and_to_no_other()
    {
        using RpcAuthority ours = new("ours");
        using RpcAuthority theirs = new("theirs");
        string pem = ours.Issue("sz-1", "sz-1.cn-sz");
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(pem, pem);

        Assert.True(certificate.HasPrivateKey);
        Assert.True(Chains(certificate, ours.Certificate));
        Assert.False(Chains(certificate, theirs.Certificate));
    }

    [Theory]
    [InlineData("sz-1", true)]
    [InlineData("sz-1.cn-sz", true)]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("sg-1", false)]
    [InlineData("sz-1.border", false)]
    public void A_certificate_is_for_the_names_it_is_reached_by_only(string host, bool matches)
    {
        using RpcAuthority authority = new("ours");
        string pem = authority.Issue("sz-1", "sz-1.cn-sz");
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(pem, pem);

        Assert.Equal(matches, certificate.MatchesHostname(host));
    }

    private static bool Chains(X509Certificate2 certificate, X509Certificate2 authority)
    {
        using X509Chain chain = new()
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { authority },
            },
        };
        return chain.Build(certificate);
    }
}

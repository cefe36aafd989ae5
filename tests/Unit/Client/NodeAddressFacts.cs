using Ledger.Client;

namespace Ledger.Tests.Unit.Client;

public sealed class NodeAddressFacts
{
    [Theory]
    [InlineData("http://127.0.0.1:7100")]
    [InlineData("http://[::1]:7100")]
    [InlineData("http://localhost:7100")]
    [InlineData("https://ledger.example:443")]
    public void Plain_text_is_for_this_machine_and_tls_for_any(string text)
        => Assert.True(NodeAddress.TryParse(text, out _));

    [Theory]
    [InlineData("http://192.0.2.1:7100")]
    [InlineData("http://ledger.example")]
    [InlineData("http://127.0.0.1.example")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("127.0.0.1:7100")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(NodeAddress.TryParse(text, out Uri? address));
        Assert.Null(address);
    }
}

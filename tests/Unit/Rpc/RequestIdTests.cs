using Ledger.Client;

namespace Ledger.Tests.Rpc;

/// <summary>A caller's own name for its call.</summary>
public sealed class RequestIdTests
{
    private const string Header = "x-request-id";

    [Theory]
    [InlineData("7f3a-中", null)]
    [InlineData("bank 1/call-7", "bank 1/call-7")]
    [InlineData("", null)]
    public async Task It_comes_back_on_both_ports_when_it_is_printable(string sent, string? back)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        if (sent.All(char.IsAscii))
        {
            RawAnswer refused = await RawGrpc.PostAsync(world, "/no/method", [], header: $"{Header}: {sent}");
            Assert.Equal(GrpcStatus.Unimplemented, refused.Status);
            Assert.Equal(back, refused.Fields.GetValueOrDefault(Header));
        }

        using HttpClient http = new(new SocketsHttpHandler
        {
            RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8,
        });
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(world.Http.BaseAddress!, "/v1/status"));
        request.Headers.TryAddWithoutValidation(Header, sent);
        using HttpResponseMessage response = await http.SendAsync(request);

        Assert.Equal(
            back, response.Headers.TryGetValues(Header, out IEnumerable<string>? values) ? values.Single() : null);
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public async Task It_is_no_longer_than_128_characters(int letters, bool comesBack)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        RawAnswer answer = await RawGrpc.PostAsync(
            world, "/ledger.v1.Ledger/GetStatus", RawGrpc.Frame([]), header: $"{Header}: {new string('x', letters)}");

        Assert.Equal((GrpcStatus.Ok, comesBack), (answer.Status, answer.Fields.ContainsKey(Header)));
    }
}

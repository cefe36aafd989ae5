using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Ledger.Node.Rpc;

namespace Ledger.Tests.Rpc;

/// <summary>Many submissions on one call, as lines of JSON.</summary>
public sealed class JsonLinesTests
{
    private static readonly string Good =
        $$"""{"transaction":"{{Convert.ToHexStringLower(FakeGateway.Transaction([1, 2, 3]))}}"}""";

    [Fact]
    public async Task A_batch_of_lines_is_summed_up_in_one_object()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        JsonElement sum = JsonElement.Parse(await PostAsync(
            world, "/v1/submit-batch", $"{Good}\n\r\n{{}}\nnot JSON\n{Good}"));

        Assert.Equal("4", sum.GetProperty("received").GetString());
        Assert.Equal("2", sum.GetProperty("accepted").GetString());
        Assert.Equal(
            [("1", "MALFORMED"), ("2", "MALFORMED_JSON")],
            sum.GetProperty("refused").EnumerateArray().Select(refused => (
                refused.GetProperty("index").GetString(),
                refused.GetProperty("refusal").GetProperty("code").GetString())));
        Assert.False(sum.GetProperty("refused_truncated").GetBoolean());
    }

    [Fact]
    public async Task A_stream_of_lines_is_answered_line_by_line()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        string[] answers = (await PostAsync(world, "/v1/submit-stream", $"{Good}\nnot JSON\n{Good}\n"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(3, answers.Length);
        Assert.Equal("ACCEPTED", JsonElement.Parse(answers[0]).GetProperty("response").GetProperty("admission").GetString());
        JsonElement refusal = JsonElement.Parse(answers[1]).GetProperty("refusal");
        Assert.Equal("MALFORMED_JSON", refusal.GetProperty("code").GetString());
        Assert.NotEmpty(refusal.GetProperty("message_zh").GetString()!);
        Assert.Equal(JsonValueKind.Null, JsonElement.Parse(answers[2]).GetProperty("refusal").ValueKind);
        Assert.Equal("2", JsonElement.Parse(answers[2]).GetProperty("index").GetString());
    }

    [Fact]
    public async Task A_line_is_answered_while_the_body_is_still_open()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        using TcpClient tcp = new();
        await tcp.ConnectAsync(world.Server.JsonEndPoint);
        using StreamReader reader = new(tcp.GetStream());

        await SendAsync(tcp, "POST /v1/submit-stream HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n");
        for (int index = 0; index < 3; index++)
        {
            await SendAsync(tcp, $"{Good.Length + 1:x}\r\n{Good}\n\r\n");
            Assert.Equal($"{index}", (await JsonLineAsync(reader)).GetProperty("index").GetString());
        }
    }

    [Fact]
    public async Task A_line_over_the_bound_ends_the_call_behind_the_answers_it_had()
    {
        await using RpcWorld world = await RpcWorld.StartAsync(options => options with { MaxRequestBytes = 100 });

        string[] answers = (await PostAsync(world, "/v1/submit-stream", $"{Good}\n{new string('x', 3000)}\n"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(2, answers.Length);
        Assert.Equal(
            "REQUEST_TOO_LARGE", JsonElement.Parse(answers[1]).GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("/v1/submit-batch")]
    [InlineData("/v1/submit-stream")]
    public async Task A_body_that_is_no_lines_is_not_read(string path)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        using StringContent content = new(Good, Encoding.UTF8, "application/json");

        using HttpResponseMessage response = await world.Http.PostAsync(path, content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    private static async Task<string> PostAsync(RpcWorld world, string path, string body)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/x-ndjson");
        using HttpResponseMessage response = await world.Http.PostAsync(path, content);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private static Task SendAsync(TcpClient tcp, string text)
        => tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

    /// <summary>The next line that is an object: heads and lengths of chunks are passed over.</summary>
    private static async Task<JsonElement> JsonLineAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync().WaitAsync(RpcWorld.Patience) is { } line)
        {
            if (line.StartsWith('{'))
            {
                return JsonElement.Parse(line);
            }
        }

        throw new EndOfStreamException();
    }
}

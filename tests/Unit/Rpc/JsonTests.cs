using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Ledger.Client.V1;
using Ledger.Node.Rpc;
using Microsoft.AspNetCore.Http;

namespace Ledger.Tests.Rpc;

public sealed class JsonTests
{
    private static readonly string Valid = Convert.ToHexStringLower(FakeGateway.Transaction([1, 2, 3]));
    private static readonly string Id = new('9', 64);

    [Fact]
    public async Task A_submission_answers_hex_names_and_strings_of_64_bits()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        (HttpStatusCode status, JsonElement answer) =
            await PostAsync(world, $$"""{"transaction":"{{Valid}}","wait_for_receipt":true}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("ACCEPTED", answer.GetProperty("admission").GetString());
        Assert.Equal(64, answer.GetProperty("transaction_id").GetString()!.Length);
        Assert.Equal("7", answer.GetProperty("height").GetString());
        Assert.Equal(0, answer.GetProperty("leaf_count").GetInt32());
        Assert.Equal("UNSPECIFIED", answer.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_tampered_transaction_is_refused_by_name()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        string tampered = "ff" + Valid[2..];

        (HttpStatusCode status, JsonElement answer) = await PostAsync(world, $$"""{"transaction":"{{tampered}}"}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("BAD_SIGNATURE", Code(answer));
        Assert.Equal(
            "the signature does not verify", answer.GetProperty("error").GetProperty("message").GetString());
    }

    [Theory]
    [InlineData(Admission.UnknownIssuer, HttpStatusCode.Forbidden, "UNKNOWN_ISSUER")]
    [InlineData(Admission.Expired, HttpStatusCode.BadRequest, "EXPIRED")]
    [InlineData(Admission.PoolFull, HttpStatusCode.TooManyRequests, "POOL_FULL")]
    [InlineData(Admission.NotReady, HttpStatusCode.ServiceUnavailable, "NOT_READY")]
    public async Task A_refusal_has_its_http_status(Admission admission, HttpStatusCode status, string code)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        world.Gateway.OnSubmit = (_, _) => throw AdmissionStatus.Refusal(admission, "why");

        (HttpStatusCode given, JsonElement answer) = await PostAsync(world, $$"""{"transaction":"{{Valid}}"}""");

        Assert.Equal((status, code), (given, Code(answer)));
    }

    [Fact]
    public async Task Receipts_checks_and_status_are_addresses()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        JsonElement receipt = await GetAsync(world, $"/v1/receipts/{Id}?leaf_offset=3");
        Assert.Equal("COMMITTED", receipt.GetProperty("state").GetString());
        Assert.Equal("1152921504606846976", receipt.GetProperty("first_leaf").GetString());
        Assert.Equal(4, receipt.GetProperty("leaf_count").GetInt32());

        JsonElement check = await GetAsync(world, $"/v1/check/{Id}");
        Assert.Equal("FOUND", check.GetProperty("verdict").GetString());
        Assert.Equal(FakeGateway.Name, check.GetProperty("matches")[0].GetProperty("issuer_name").GetString());

        JsonElement none = await GetAsync(world, $"/v1/check/{new string('0', 64)}");
        Assert.Equal("NOT_FOUND", none.GetProperty("verdict").GetString());
        Assert.Equal(0, none.GetProperty("matches").GetArrayLength());

        JsonElement status = await GetAsync(world, "/v1/status");
        Assert.Equal("0102fe", status.GetProperty("chain_id").GetString());
        Assert.Equal("18446744073709551615", status.GetProperty("height").GetString());
        Assert.Equal(0.25, status.GetProperty("flush_ms_p50").GetDouble());
        Assert.True(status.GetProperty("peers")[0].GetProperty("connected").GetBoolean());

        JsonElement epochs = await GetAsync(world, "/v1/epochs?from_epoch=7&limit=2");
        Assert.Equal(("0702", 3), (epochs.GetProperty("links")[0].GetString(), epochs.GetProperty("epoch").GetInt32()));
        JsonElement headers = await GetAsync(world, "/v1/headers?from_height=7&limit=2");
        Assert.Equal(("0702", "9"), (headers.GetProperty("headers")[0].GetString(), headers.GetProperty("height").GetString()));
        JsonElement proven = await GetAsync(world, $"/v1/anchor-status/{new string('7', 64)}?issuer=9");
        Assert.Equal(
            ("REVOKED", "9", new string('7', 64)),
            (proven.GetProperty("status").GetString(), proven.GetProperty("height").GetString(), proven.GetProperty("proof").GetString()));
        JsonElement governance = await GetAsync(world, "/v1/governance");
        Assert.Equal(
            ("2", FakeGateway.Name), (governance.GetProperty("revision").GetString(), governance.GetProperty("awaited")[0].GetString()));
    }

    [Fact]
    public async Task A_watch_is_a_line_for_every_height()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        using Stream body = await world.Http.GetStreamAsync("/v1/watch?from_height=3");
        using StreamReader lines = new(body);

        foreach (string height in new[] { "3", "4", "5" })
        {
            string? line = await lines.ReadLineAsync().WaitAsync(RpcWorld.Patience);
            Assert.Equal(height, JsonElement.Parse(line!).GetProperty("height").GetString());
        }
    }

    [Theory]
    [InlineData("""{"transaction":"00","document":"secret"}""", "MALFORMED_JSON")]
    [InlineData("""{"transaction":"00","transaction":"00"}""", "MALFORMED_JSON")]
    [InlineData("""{"transaction":"00","\u0074ransaction":"00"}""", "MALFORMED_JSON")]
    [InlineData("""{"transaction":"0"}""", "MALFORMED_JSON")]
    [InlineData("""{"transaction":"zz"}""", "MALFORMED_JSON")]
    [InlineData("""{"transaction":"\u0030\u0030"}""", "MALFORMED_JSON")]
    [InlineData("""{"transaction":null}""", "MALFORMED_JSON")]
    [InlineData("""{"transaction":["00"]}""", "MALFORMED_JSON")]
    [InlineData("""{"transaction":"00","wait_for_receipt":1}""", "MALFORMED_JSON")]
    [InlineData("""{"\ud800":1}""", "MALFORMED_JSON")]
    [InlineData("""{"transaction":"00"} {}""", "MALFORMED_JSON")]
    [InlineData("""{"transaction":"00",}""", "MALFORMED_JSON")]
    [InlineData("""{"transaction":"00" """, "MALFORMED_JSON")]
    [InlineData("""[]""", "MALFORMED_JSON")]
    [InlineData("", "MALFORMED_JSON")]
    [InlineData("{}", "MALFORMED")]
    [InlineData("""{"transaction":"00"}""", "MALFORMED")]
    public async Task A_body_that_is_not_exactly_the_request_is_refused(string body, string code)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        (HttpStatusCode status, JsonElement answer) = await PostAsync(world, body);

        Assert.Equal((HttpStatusCode.BadRequest, code), (status, Code(answer)));
        Assert.Empty(world.Faults);
    }

    [Theory]
    [InlineData("/v1/check/00", HttpStatusCode.BadRequest, "MALFORMED")]
    [InlineData("/v1/check/xyz", HttpStatusCode.BadRequest, "MALFORMED_REQUEST")]
    [InlineData("/v1/check/", HttpStatusCode.BadRequest, "MALFORMED")]
    [InlineData("/v1/status?verbose=1", HttpStatusCode.BadRequest, "MALFORMED_REQUEST")]
    [InlineData("/v1/watch?from_height=-1", HttpStatusCode.BadRequest, "MALFORMED_REQUEST")]
    [InlineData("/v1/watch?from_height=1&from_height=2", HttpStatusCode.BadRequest, "MALFORMED_REQUEST")]
    [InlineData("/v1/submit", HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED")]
    [InlineData("/v1/documents", HttpStatusCode.NotFound, "NOT_FOUND")]
    [InlineData("/V1/status", HttpStatusCode.NotFound, "NOT_FOUND")]
    public async Task An_address_that_is_not_exactly_a_call_is_refused(string path, HttpStatusCode status, string code)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        using HttpResponseMessage response = await world.Http.GetAsync(path);

        Assert.Equal((status, code), (response.StatusCode, Code(await ReadAsync(response))));
    }

    [Fact]
    public async Task An_unknown_transaction_is_not_found()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        using HttpResponseMessage response = await world.Http.GetAsync($"/v1/receipts/{new string('0', 64)}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("UNKNOWN_TRANSACTION", Code(await ReadAsync(response)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_bound_is_not_taken(bool announced)
    {
        await using RpcWorld world = await RpcWorld.StartAsync(options => options with { MaxRequestBytes = 1000 });
        byte[] body = new byte[3025];
        using HttpContent content = announced ? new ByteArrayContent(body) : new DribbledContent(body);
        content.Headers.ContentType = new("application/json");

        using HttpResponseMessage response = await world.Http.PostAsync("/v1/submit", content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("REQUEST_TOO_LARGE", Code(await ReadAsync(response)));
    }

    [Fact]
    public async Task A_body_of_another_type_is_not_read()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        using StringContent content = new($$"""{"transaction":"{{Valid}}"}""", Encoding.UTF8, "text/plain");

        using HttpResponseMessage response = await world.Http.PostAsync("/v1/submit", content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task A_failure_of_the_node_tells_nothing()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        world.Gateway.OnSubmit = (_, _) => throw new InvalidOperationException("the secret");

        (HttpStatusCode status, JsonElement answer) = await PostAsync(world, $$"""{"transaction":"{{Valid}}"}""");

        Assert.Equal((HttpStatusCode.InternalServerError, "INTERNAL"), (status, Code(answer)));
        Assert.DoesNotContain("secret", answer.GetRawText());
        Assert.Single(world.Faults);
    }

    [Fact]
    public async Task What_is_no_call_is_the_hosts_to_serve()
    {
        await using RpcWorld world = await RpcWorld.StartAsync(
            options => options with { Fallback = context => context.Response.WriteAsync("ours") });

        Assert.Equal("ours", await world.Http.GetStringAsync("/metrics"));
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(RpcWorld world, string body)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await world.Http.PostAsync("/v1/submit", content);
        return (response.StatusCode, await ReadAsync(response));
    }

    private static async Task<JsonElement> GetAsync(RpcWorld world, string path)
    {
        using HttpResponseMessage response = await world.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ReadAsync(response);
    }

    private static Task<JsonElement> ReadAsync(HttpResponseMessage response)
        => response.Content.ReadFromJsonAsync<JsonElement>();

    private static string? Code(JsonElement answer) => answer.GetProperty("error").GetProperty("code").GetString();
}

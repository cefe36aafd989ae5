using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Client.Wire;
using Ledger.Node.Rpc;

namespace Ledger.Tests.Rpc;

/// <summary>Compression in both directions, and what a hostile client makes of it.</summary>
public sealed class GzipTests
{
    private const string Gzip = "grpc-encoding: gzip";

    private static readonly SubmitRequest Good =
        new() { Transaction = ByteString.CopyFrom(FakeGateway.Transaction(new byte[4000])) };

    private static readonly byte[] Json =
        Encoding.UTF8.GetBytes($$"""{"transaction":"{{Convert.ToHexStringLower(Good.Transaction.Span)}}"}""");

    [Fact]
    public async Task A_gzipped_request_is_the_request_it_was()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        RawAnswer answer = await RawGrpc.PostAsync(world, RawGrpc.Submit, GrpcFrame.Of(Good, gzip: true), header: Gzip);
        RawAnswer plain = await RawGrpc.PostAsync(world, RawGrpc.Submit, RawGrpc.Frame(Good), header: Gzip);

        Assert.Equal((GrpcStatus.Ok, GrpcStatus.Ok), (answer.Status, plain.Status));
        Assert.Equal("identity,gzip", answer.AcceptEncoding);
        Assert.Equal(plain.Body, answer.Body);
    }

    [Fact]
    public async Task A_bomb_is_refused_before_it_is_held()
    {
        await using RpcWorld world = await RpcWorld.StartAsync(options => options with { MaxRequestBytes = 200_000 });
        byte[] bomb = RawGrpc.Frame(GzipMessage.Deflate(new byte[64 * 1024 * 1024]), flag: 1);
        using ByteArrayContent content = new(GzipMessage.Deflate(new byte[64 * 1024 * 1024]));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");

        RawAnswer grpc = await RawGrpc.PostAsync(world, RawGrpc.Submit, bomb[..Math.Min(bomb.Length, 150_000)], header: Gzip);
        using HttpResponseMessage json = await world.Http.PostAsync("/v1/submit", content);

        Assert.True(bomb.Length > 1000);
        Assert.Equal(GrpcStatus.ResourceExhausted, grpc.Status);
        Assert.StartsWith("REQUEST_TOO_LARGE: ", grpc.Message);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, json.StatusCode);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-1)]
    public async Task What_is_not_whole_gzip_is_no_request(int kept)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        byte[] compressed = GzipMessage.Deflate(Good.ToByteArray());
        byte[] broken = kept < 0 ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] : compressed[..^kept];

        RawAnswer answer = await RawGrpc.PostAsync(world, RawGrpc.Submit, RawGrpc.Frame(broken, flag: 1), header: Gzip);

        Assert.Equal(GrpcStatus.Internal, answer.Status);
        Assert.StartsWith("MALFORMED_FRAME: ", answer.Message);
        Assert.Empty(world.Faults);
    }

    [Fact]
    public async Task A_long_answer_is_compressed_for_those_who_take_it_only()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        world.Gateway.Status.StallReason = new string('x', 5000);
        const string Path = "/ledger.v1.Ledger/GetStatus";

        RawAnswer plain = await RawGrpc.PostAsync(world, Path, RawGrpc.Frame([]));
        RawAnswer compressed = await RawGrpc.PostAsync(world, Path, RawGrpc.Frame([]), header: "grpc-accept-encoding: identity, gzip");
        world.Gateway.Status.StallReason = "";
        RawAnswer small = await RawGrpc.PostAsync(world, Path, RawGrpc.Frame([]), header: "grpc-accept-encoding: gzip");

        Assert.Equal((0, 1, 0), (plain.Body[0], compressed.Body[0], small.Body[0]));
        Assert.False(plain.Fields.ContainsKey("grpc-encoding"));
        Assert.Equal("gzip", compressed.Fields["grpc-encoding"]);
        Assert.Equal(
            plain.Body[GrpcPrefix.Size..],
            GzipMessage.Inflate(compressed.Body[GrpcPrefix.Size..], 10_000)!.Value.ToArray());
    }

    [Fact]
    public async Task A_client_that_asks_for_gzip_has_it_both_ways_and_in_streams()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        world.Gateway.Status.StallReason = new string('x', 5000);
        using LedgerRpcClient client = new(world.GrpcAddress, new LedgerRpcClientOptions { Gzip = true });

        Assert.Equal(Admission.Accepted, (await client.SubmitAsync(Good)).Admission);
        Assert.Equal(5000, (await client.GetStatusAsync()).StallReason.Length);
        SubmitBatchResponse sum = await client.SubmitBatchAsync(new[] { Good, Good }.ToAsyncEnumerable());
        Assert.Equal(2UL, sum.Accepted);
    }

    [Theory]
    [InlineData("gzip", HttpStatusCode.OK, "")]
    [InlineData("br", HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_ENCODING")]
    public async Task A_json_body_may_be_gzip_and_nothing_else(string encoding, HttpStatusCode status, string code)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        using ByteArrayContent content = new(GzipMessage.Deflate(Json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add(encoding);

        using HttpResponseMessage response = await world.Http.PostAsync("/v1/submit", content);

        string answer = await response.Content.ReadAsStringAsync();
        Assert.Equal(status, response.StatusCode);
        Assert.Contains(code, answer);
    }

    [Theory]
    [InlineData(true, "MALFORMED_JSON")]
    [InlineData(false, "MALFORMED_REQUEST")]
    public async Task A_json_body_that_is_not_whole_gzip_is_malformed_and_no_fault(bool begins, string code)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        byte[] whole = GzipMessage.Deflate(Json);
        using ByteArrayContent content = new(begins ? whole[..(whole.Length / 2)] : Json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");

        using HttpResponseMessage response = await world.Http.PostAsync("/v1/submit", content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(code, await response.Content.ReadAsStringAsync());
        Assert.Empty(world.Faults);
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("br, gzip;q=0.5", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("br", false)]
    [InlineData("", false)]
    public async Task A_long_json_answer_is_compressed_for_those_who_take_it_only(string accepts, bool compressed)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        world.Gateway.Status.StallReason = new string('x', 5000);
        using HttpRequestMessage request = new(HttpMethod.Get, "/v1/status");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepts);

        using HttpResponseMessage response = await world.Http.SendAsync(request);
        byte[] body = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal(compressed, response.Content.Headers.ContentEncoding.Contains("gzip"));
        JsonElement status = JsonElement.Parse(compressed ? GzipMessage.Inflate(body, 100_000)!.Value.Span : body);
        Assert.Equal(5000, status.GetProperty("stall_reason").GetString()!.Length);
    }
}

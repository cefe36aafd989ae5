using System.Net;
using System.Text;
using System.Text.Json;
using Google.Protobuf.Reflection;
using Ledger.Client.Errors;
using Ledger.Client.V1;
using Ledger.Node.Rpc;

namespace Ledger.Tests.Rpc;

/// <summary>The description of the JSON form, held against what is really served.</summary>
public sealed class OpenApiTests
{
    private const string Address = "/v1/openapi.json";

    [Fact]
    public async Task Every_call_of_the_service_is_an_address_in_it_and_every_address_is_served()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        JsonElement paths = (await ReadAsync(world)).GetProperty("paths");

        IEnumerable<string> described = paths.EnumerateObject()
            .Select(path => path.Value.EnumerateObject().Single().Value.GetProperty("operationId").GetString()!);
        Assert.Equal(
            LedgerReflection.Descriptor.Services.Single().Methods.Select(method => method.Name).Order(),
            described.Order());

        foreach (JsonProperty path in paths.EnumerateObject())
        {
            // An address that is there takes its own method only.
            using HttpRequestMessage wrong = new(HttpMethod.Delete, path.Name);
            using HttpResponseMessage refused = await world.Http.SendAsync(wrong);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
            Assert.Equal(
                path.Value.EnumerateObject().Single().Name.ToUpperInvariant(),
                refused.Content.Headers.Allow.Single());
        }
    }

    [Fact]
    public async Task Every_field_of_every_message_has_a_schema_and_every_reference_leads_somewhere()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        JsonElement document = await ReadAsync(world);
        JsonElement schemas = document.GetProperty("components").GetProperty("schemas");

        foreach (MessageDescriptor message in LedgerReflection.Descriptor.MessageTypes)
        {
            Assert.Equal(
                message.Fields.InFieldNumberOrder().Select(field => field.Name),
                schemas.GetProperty(message.Name).GetProperty("properties").EnumerateObject().Select(p => p.Name));
        }

        foreach (string reference in References(document))
        {
            JsonElement at = document;
            Assert.All(reference.TrimStart('#', '/').Split('/'), step => at = at.GetProperty(step));
        }
    }

    [Fact]
    public async Task Answers_have_the_fields_that_their_schemas_require()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        JsonElement schemas = (await ReadAsync(world)).GetProperty("components").GetProperty("schemas");

        Expect("StatusResponse", "/v1/status", JsonElement.Parse(await world.Http.GetStringAsync("/v1/status")));
        string check = $"/v1/check/{new string('9', 64)}";
        Expect("CheckResponse", check, JsonElement.Parse(await world.Http.GetStringAsync(check)));
        using HttpResponseMessage refused = await world.Http.GetAsync("/v1/check/00");
        Expect("Error", "a refusal", JsonElement.Parse(await refused.Content.ReadAsStringAsync()));

        void Expect(string schema, string what, JsonElement answer)
        {
            IEnumerable<string?> required = schemas.GetProperty(schema).GetProperty("required")
                .EnumerateArray().Select(name => name.GetString());
            Assert.True(required.SequenceEqual(answer.EnumerateObject().Select(field => field.Name)), what);
        }
    }

    [Fact]
    public async Task Every_error_of_the_catalogue_is_in_it_in_both_languages()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        JsonElement document = await ReadAsync(world);
        JsonElement[] errors = [.. document.GetProperty("x-ledger-errors").EnumerateArray()];
        JsonElement codes = document.GetProperty("components").GetProperty("schemas").GetProperty("Error")
            .GetProperty("properties").GetProperty("error").GetProperty("properties").GetProperty("code").GetProperty("enum");

        Assert.Equal(
            ErrorCatalogue.All.Select(entry => (entry.Name, entry.Http, entry.English, entry.Chinese)),
            errors.Select(error => (
                error.GetProperty("code").GetString()!,
                error.GetProperty("http_status").GetInt32(),
                error.GetProperty("message").GetString()!,
                error.GetProperty("message_zh").GetString()!)));
        Assert.Equal(ErrorCatalogue.All.Select(entry => entry.Name), codes.EnumerateArray().Select(code => code.GetString()));
    }

    [Fact]
    public async Task It_is_the_same_bytes_from_every_node_of_a_build()
    {
        await using RpcWorld one = await RpcWorld.StartAsync();
        await using RpcWorld other = await RpcWorld.StartAsync(options => options with { MaxRequestBytes = 1000 });

        byte[] bytes = await one.Http.GetByteArrayAsync(Address);

        Assert.Equal(bytes, await other.Http.GetByteArrayAsync(Address));
        Assert.Contains("签名", Encoding.UTF8.GetString(bytes));
        using HttpResponseMessage refused = await one.Http.PostAsync(Address, null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
    }

    private static async Task<JsonElement> ReadAsync(RpcWorld world)
        => JsonElement.Parse(await world.Http.GetStringAsync(Address));

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property.Name == "$ref" ? [property.Value.GetString()!] : References(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Google.Protobuf.Reflection;
using Ledger.Client.Errors;
using Microsoft.AspNetCore.Http;

namespace Ledger.Node.Rpc.Json;

/// <summary>The JSON form of the RPC as an OpenAPI 3.1 document, made from the routes, the .proto and the catalogue.</summary>
/// <remarks>The same bytes for the same build. Texts are in English and simplified Chinese.</remarks>
internal static class OpenApiDocument
{
    public const string Path = "/v1/openapi.json";

    private static readonly JsonWriterOptions Form =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>What each call does, in both languages.</summary>
    private static readonly Dictionary<string, string> Summaries = new()
    {
        ["Submit"] = "Hands in one signed transaction. 提交一笔已签名的交易。",
        ["SubmitBatch"] = "Hands in many, one object a line, and sums up. 批量提交，每行一个对象，返回汇总。",
        ["SubmitStream"] = "Hands in many, one object a line, each answered on a line. 流式提交，逐行答复。",
        ["GetReceipt"] = "The receipt of a transaction. 查询交易的回执。",
        ["Check"] = "Whether a commitment is anchored. 查询指纹是否已存证。",
        ["GetAnchorStatus"] = "What an issuer says of a commitment, with a proof. 查询签发人对存证的状态声明及其证明。",
        ["GetStatus"] = "How the node and its peers are doing. 节点与其他验证节点的状态。",
        ["GetEpochs"] = "The changes of the validator set. 验证节点集合的历次变更。",
        ["GetGovernance"] = "The configuration in force and what is decided. 现行配置与已决定的变更。",
        ["GetHeaders"] = "Headers in a row and the certificate that makes them final. 连续的区块头及使其最终确定的证书。",
        ["Watch"] = "One line for every committed block. 每个已提交区块一行。",
    };

    public static byte[] Of(IReadOnlyList<JsonRoute> routes)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Form))
        {
            json.WriteStartObject();
            json.WriteString("openapi", "3.1.0");
            WriteInfo(json);
            WritePaths(json, routes);
            WriteComponents(json, routes);
            WriteErrors(json);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteInfo(Utf8JsonWriter json)
    {
        json.WriteStartObject("info");
        json.WriteString("title", "Ledger");
        json.WriteString("version", "1");
        json.WriteString("description", "The calls of ledger.v1.Ledger as JSON. ledger.v1.Ledger 的 JSON 接口。");
        json.WriteEndObject();
    }

    private static void WritePaths(Utf8JsonWriter json, IReadOnlyList<JsonRoute> routes)
    {
        json.WriteStartObject("paths");
        foreach (JsonRoute route in routes)
        {
            json.WriteStartObject(route.Template);
            json.WriteStartObject(route.Method.ToLowerInvariant());
            json.WriteString("operationId", route.Rpc);
            json.WriteString("summary", Summaries[route.Rpc]);
            WriteRequest(json, route);
            WriteResponses(json, route.Descriptor);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteRequest(Utf8JsonWriter json, JsonRoute route)
    {
        if (HttpMethods.IsPost(route.Method))
        {
            json.WriteStartObject("requestBody");
            json.WriteBoolean("required", true);
            WriteContent(json, route.Descriptor.InputType, route.Descriptor.IsClientStreaming);
            json.WriteEndObject();
            return;
        }

        json.WriteStartArray("parameters");
        foreach (FieldDescriptor field in route.Descriptor.InputType.Fields.InFieldNumberOrder())
        {
            bool inPath = route.Template.EndsWith($"{{{field.Name}}}", StringComparison.Ordinal);
            json.WriteStartObject();
            json.WriteString("name", field.Name);
            json.WriteString("in", inPath ? "path" : "query");
            json.WriteBoolean("required", inPath);
            json.WritePropertyName("schema");
            OpenApiSchemas.WriteField(json, field);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteResponses(Utf8JsonWriter json, MethodDescriptor method)
    {
        json.WriteStartObject("responses");
        json.WriteStartObject("200");
        json.WriteString("description", method.IsServerStreaming
            ? "One object a line; an error may be the last. 每行一个对象，末行可能是错误。"
            : "The answer. 答复。");
        WriteContent(json, method.OutputType, method.IsServerStreaming);
        json.WriteEndObject();
        foreach (string refused in new[] { "4XX", "5XX" })
        {
            json.WriteStartObject(refused);
            json.WriteString("$ref", "#/components/responses/Refused");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, MessageDescriptor message, bool isLines)
    {
        json.WriteStartObject("content");
        json.WriteStartObject(isLines ? JsonAnswer.LinesMediaType : JsonAnswer.MediaType);
        json.WritePropertyName("schema");
        OpenApiSchemas.WriteReference(json, message.Name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteComponents(Utf8JsonWriter json, IReadOnlyList<JsonRoute> routes)
    {
        json.WriteStartObject("components");
        json.WriteStartObject("schemas");
        OpenApiSchemas.WriteAll(json, routes.Select(route => route.Descriptor));
        OpenApiSchemas.WriteError(json);
        json.WriteEndObject();
        json.WriteStartObject("responses");
        json.WriteStartObject("Refused");
        json.WriteString("description", "Why not, by a stable code: see x-ledger-errors. 拒绝原因，见 x-ledger-errors。");
        json.WriteStartObject("content");
        json.WriteStartObject(JsonAnswer.MediaType);
        json.WritePropertyName("schema");
        OpenApiSchemas.WriteReference(json, "Error");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter json)
    {
        json.WriteStartArray("x-ledger-errors");
        foreach (ErrorEntry entry in ErrorCatalogue.All)
        {
            json.WriteStartObject();
            json.WriteString("code", entry.Name);
            json.WriteNumber("http_status", entry.Http);
            json.WriteNumber("grpc_status", (int)entry.Status);
            json.WriteString("message", entry.English);
            json.WriteString("message_zh", entry.Chinese);
            json.WriteString("remedy", entry.Remedy);
            json.WriteString("remedy_zh", entry.RemedyZh);
            json.WriteBoolean("retry", entry.RetryAfter is not null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

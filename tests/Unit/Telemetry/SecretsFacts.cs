using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Ledger.Client;
using Ledger.Node.Commands;
using Ledger.Tests.Unit.Commands;
using Ledger.Tests.Unit.Running;

namespace Ledger.Tests.Unit.Telemetry;

/// <summary>Nothing of a document, of a person or of a caller is in what a node writes or tells about itself (E10).</summary>
[SupportedOSPlatform("linux")]
public sealed class SecretsFacts
{
    private const int Documents = 10;

    [Fact]
    public async Task Fifty_planted_secrets_are_in_no_log_metric_status_or_file_of_a_node()
    {
        await using LocalNode node = await LocalNode.MakeAsync();
        await node.StartAsync();
        List<string> secrets = [LocalNode.PassphraseText, .. await AnchorAsync(node), .. await SubmitFaultyAsync(node)];
        Assert.Equal(50, secrets.Distinct().Count());
        string told = await node.ScrapeAsync("ledger_height 1") + (await node.GetAsync("/v1/status")).Body
            + (await node.GetAsync("/readyz")).Body + (await node.GetAsync("/healthz")).Body;
        await node.StopAsync();
        string log = node.Log.ToString();

        byte[][] everything =
        [
            Encoding.UTF8.GetBytes(told), Encoding.UTF8.GetBytes(log),
            .. Directory.GetFiles(node.ValidatorFolder, "*", SearchOption.AllDirectories).Select(File.ReadAllBytes),
        ];
        Assert.All(secrets, s => Assert.DoesNotContain(everything, bytes => IsIn(bytes, s)));
        Assert.Contains("node.serving", log);
        Assert.All(
            log.Split('\n').Where(l => !l.Contains("node.serving", StringComparison.Ordinal)),
            line => Assert.DoesNotContain("127.0.0.1", line));
        Assert.All(secrets, s => Assert.True(IsIn([.. "before "u8, .. Encoding.UTF8.GetBytes(s), 0], s), "the search finds nothing"));
    }

    /// <summary>Names and contents of documents, and the salts of their commitments.</summary>
    private static async Task<IEnumerable<string>> AnchorAsync(LocalNode node)
    {
        List<string> secrets = [];
        for (int i = 0; i < Documents; i++)
        {
            string path = node.PathOf($"planted-name-{i:00}-李四.txt");
            File.WriteAllText(path, $"planted-content-{i:00}: account 6222-0210-{i:0000}");
            CommandRun run = await CommandRun.OfAsync(
                "anchor", "--node", $"{node.Grpc}", "--genesis", node.GenesisPath, "--issuer-key", node.PathOf("bank/issuer.key"),
                "--issuer", "bank", "--passphrase-file", node.PathOf("passphrase"), "--document-type", "7", path);
            Assert.True(run.Code == ExitCode.Ok, run.Error);
            JsonElement envelope = JsonDocument.Parse(File.ReadAllText($"{path}.ledger.json")).RootElement;
            secrets.AddRange([$"planted-name-{i:00}", $"planted-content-{i:00}", Salt(envelope)]);
        }

        return secrets;
    }

    /// <summary>By every door: bytes that are no transaction, JSON that is no call, addresses, headers.</summary>
    private static async Task<IEnumerable<string>> SubmitFaultyAsync(LocalNode node)
    {
        List<string> secrets = [];
        using LedgerRpcClient client = node.Client();
        using HttpClient http = new() { BaseAddress = node.Json };
        http.DefaultRequestHeaders.Add("Authorization", "Bearer planted-header-00");
        for (int i = 0; i < 10; i++)
        {
            await Assert.ThrowsAsync<LedgerRpcException>(
                () => client.SubmitAsync(Encoding.UTF8.GetBytes($"planted-bytes-{i:00}-{new string('x', 200)}"), waitForReceipt: false));
            secrets.Add($"planted-bytes-{i:00}");
        }

        for (int i = 0; i < 4; i++)
        {
            using StringContent body = new($$"""{"transaction":"planted-json-{{i:00}}"}""", Encoding.UTF8, "application/json");
            (await http.PostAsync("/v1/submit", body)).Dispose();
            (await http.GetAsync($"/v1/check/planted-path-{i:00}?name=planted-path-{i:00}")).Dispose();
            secrets.AddRange([$"planted-json-{i:00}", $"planted-path-{i:00}"]);
        }

        return [.. secrets, "planted-header-00"];
    }

    private static bool IsIn(byte[] bytes, string secret)
        => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0
            || (secret.Length % 2 == 0 && secret.All(char.IsAsciiHexDigit) && bytes.AsSpan().IndexOf(Convert.FromHexString(secret)) >= 0);

    private static string Salt(JsonElement envelope)
    {
        foreach (JsonProperty property in envelope.EnumerateObject())
        {
            if (property.NameEquals("salt"))
            {
                return property.Value.GetString()!;
            }

            if (property.Value.ValueKind == JsonValueKind.Object && Salt(property.Value) is { Length: > 0 } inner)
            {
                return inner;
            }
        }

        return "";
    }
}

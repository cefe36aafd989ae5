using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ledger.Tests.Interop;

/// <summary>A program of <c>javascript/</c> that takes one JSON file and prints one JSON value.</summary>
internal static class NodeProgram
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task<T> RunAsync<T>(string program, object input)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, JsonSerializer.Serialize(input, Json));
            ClientRun run = await ClientRun.OfAsync(["/usr/bin/env", "node", Path.Combine(Sources.Interop, "javascript", program), file]);
            Assert.True(
                run.Exit == 0, $"This test needs the packages of tests/Interop/javascript: run testnet/setup tests. {run.Output}");
            return JsonSerializer.Deserialize<T>(run.Output, Json)!;
        }
        finally
        {
            File.Delete(file);
        }
    }
}

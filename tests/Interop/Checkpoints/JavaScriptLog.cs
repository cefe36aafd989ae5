using System.Text.Json;

namespace Ledger.Tests.Interop.Checkpoints;

/// <summary>What <c>javascript/log.js</c> makes of checkpoints, proofs and policies.</summary>
internal sealed class JavaScriptLog(string folder)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static string Program => Path.Combine(Sources.Interop, "javascript", "log.js");

    public Task<bool[]> IncludesAsync(IEnumerable<Inclusion> proofs) => RunAsync("inclusion", proofs);

    public Task<bool[]> BelievesAsync(IEnumerable<Question> questions) => RunAsync("policy", questions);

    private async Task<bool[]> RunAsync(string verb, object input)
    {
        string path = Path.Combine(folder, $"{verb}.json");
        File.WriteAllText(path, JsonSerializer.Serialize(input, Json));
        ClientRun run = await ClientRun.OfAsync(["/usr/bin/env", "node", Program, verb, path]);
        Assert.True(run.Exit == 0, $"This test needs the packages of tests/Interop/javascript: run testnet/setup tests. {run.Output}");
        return JsonSerializer.Deserialize<bool[]>(run.Output, Json)!;
    }

    internal sealed record Inclusion(string Note, string Vkey, ulong Index, byte[] Body, byte[][] Path);

    internal sealed record Question(string Policy, string Note, string Origin);
}

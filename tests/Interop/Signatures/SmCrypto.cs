using System.Text.Json;

namespace Ledger.Tests.Interop.Signatures;

/// <summary>The npm package sm-crypto, by way of <c>javascript/sm2.js</c>.</summary>
internal sealed class SmCrypto(string folder)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static string Program => Path.Combine(Sources.Interop, "javascript", "sm2.js");

    public async Task<bool[]> VerifyAsync(IEnumerable<SignedMessage> signed)
        => (await RunAsync<bool[]>("verify", signed.Select(Signed.Of)))!;

    /// <summary>With keys of its own.</summary>
    public async Task<SignedMessage[]> SignAsync(IEnumerable<byte[]> messages)
        => [.. (await RunAsync<Signed[]>("sign", messages.Select(Convert.ToHexStringLower)))!.Select(s => s.Read())];

    private async Task<T?> RunAsync<T>(string verb, object input)
    {
        string path = Path.Combine(folder, $"{verb}.json");
        File.WriteAllText(path, JsonSerializer.Serialize(input, Json));
        ClientRun run = await ClientRun.OfAsync(["/usr/bin/env", "node", Program, verb, path]);
        Assert.True(run.Exit == 0, $"This test needs the packages of tests/Interop/javascript: run testnet/setup tests. {run.Output}");
        return JsonSerializer.Deserialize<T>(run.Output, Json);
    }

    private sealed record Signed(string PublicKey, string Message, string Signature)
    {
        public static Signed Of(SignedMessage signed) => new(
            Convert.ToHexStringLower(signed.PublicKey),
            Convert.ToHexStringLower(signed.Message),
            Convert.ToHexStringLower(signed.Signature));

        public SignedMessage Read() => new(
            Convert.FromHexString(PublicKey), Convert.FromHexString(Message), Convert.FromHexString(Signature));
    }
}

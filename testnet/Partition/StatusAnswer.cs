using System.Globalization;
using System.Text.Json;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Partition;

/// <summary>What <c>ledger status --json</c> says of why nothing moves.</summary>
/// <param name="Cause">The stable name, without a prefix.</param>
internal sealed record StatusAnswer(string Cause, ulong StallMs, IReadOnlyList<string> Missing, string Reason)
{
    public static async Task<StatusAnswer> OfAsync(
        TestNetwork network, ValidatorNode node, CancellationToken cancellation)
    {
        CommandResult result = await network.Program.RunAsync(
            ["status", "--node", $"{node.GrpcAddress}", "--json"], cancellation);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        JsonElement root = document.RootElement;
        return new StatusAnswer(
            Text(root, "stall_cause"),
            ulong.TryParse(Text(root, "stall_ms"), CultureInfo.InvariantCulture, out ulong stall) ? stall : 0,
            root.TryGetProperty("missing", out JsonElement missing)
                ? [.. missing.EnumerateArray().Select(m => m.GetString()!)]
                : [],
            Text(root, "stall_reason"));
    }

    /// <summary>64-bit numbers are strings in one form and numbers in another: both are read.</summary>
    private static string Text(JsonElement root, string name)
        => root.TryGetProperty(name, out JsonElement value) ? value.ToString() : "";
}

using System.Text.Json;

namespace Ledger.Testnet.Hostile;

/// <summary>Whom a hostile client is set upon, as the file that its process reads.</summary>
/// <param name="ChainId">In hex: it speaks of the right chain.</param>
/// <param name="Only">Only acts whose names contain this; all when empty.</param>
/// <param name="Replays">Transactions already anchored, in hex.</param>
public sealed record HostileTargets(
    double Seconds, string ChainId, string Only, IReadOnlyList<HostileTarget> Nodes, IReadOnlyList<string> Replays)
{
    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this));

    public static HostileTargets Load(string path)
        => JsonSerializer.Deserialize<HostileTargets>(File.ReadAllText(path))
            ?? throw new JsonException($"{path} says null.");
}

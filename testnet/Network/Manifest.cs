using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Protocol.Validators;

namespace Ledger.Testnet.Network;

/// <summary>A test network as a file: who validates where, who anchors, and the numbers they share.</summary>
/// <remarks>Read strictly: a field that is unknown, repeated or missing is an error.</remarks>
/// <param name="Validators">In the order of the set: regions interleaved, so that neighbouring views change
/// sides.</param>
/// <param name="Node">Fields added to every node's configuration, as its batch, pool and flush bounds.</param>
public sealed record Manifest(
    string Name,
    ChainParameters Parameters,
    IReadOnlyList<ManifestRegion> Regions,
    IReadOnlyList<ManifestMember> Validators,
    IReadOnlyList<ManifestMember> Issuers,
    JsonObject Node)
{
    /// <summary>
    /// Two validators in Shenzhen, two in Singapore: the network of the demo and of the measurements.
    /// </summary>
    public const string Demo = "demo-2+2";

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>Reads one of the manifests of the source tree, by its name.</summary>
    /// <exception cref="JsonException">The file is no manifest; the message names the line.</exception>
    public static Manifest Load(string name)
    {
        string path = Path.Combine(LedgerProgram.SourceRoot, "testnet", "manifests", name + ".json");
        using FileStream file = File.OpenRead(path);
        return JsonSerializer.Deserialize<Manifest>(file, Strict) ?? throw new JsonException($"{path} says null.");
    }
}

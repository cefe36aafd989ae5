using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Protocol.Validators;

namespace Ledger.Testnet.Network;

/// <summary>A test network as a file: who validates where, who anchors, and the numbers they share.</summary>
/// <remarks>Read strictly: a field that is unknown, repeated or missing is an error.</remarks>
/// <param name="Validators">In the order of the set: regions interleaved, so that neighbouring views change
/// sides.</param>
/// <param name="Links">Pairs of regions whose validators reach each other through link proxies; others are direct.</param>
/// <param name="Node">Fields added to every node's configuration, as its batch, pool and flush bounds.</param>
public sealed record Manifest(
    string Name,
    ChainParameters Parameters,
    IReadOnlyList<ManifestRegion> Regions,
    IReadOnlyList<ManifestMember> Validators,
    IReadOnlyList<ManifestMember> Issuers,
    JsonObject Node,
    IReadOnlyList<ManifestLink>? Links = null)
{
    /// <summary>
    /// Two validators in Shenzhen, two in Singapore: the network of the demo and of the measurements.
    /// </summary>
    public const string Demo = "demo-2+2";

    /// <summary>The same with a link between the regions that delays, meters, and can be cut.</summary>
    public const string Wan = "wan-2+2";

    /// <summary>Four in Shenzhen and three in Singapore; one of each side is an adversary.</summary>
    public const string Hostile = "hostile-4+3";

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>The link between two validators' regions, whichever is named first; null where there is none.</summary>
    public ManifestLink? LinkBetween(string region, string other)
        => Links?.FirstOrDefault(l => l.Joins(region, other));

    /// <summary>Reads one of the manifests of the source tree, by its name.</summary>
    /// <exception cref="JsonException">The file is no manifest; the message names the line.</exception>
    public static Manifest Load(string name)
    {
        string path = Path.Combine(LedgerProgram.SourceRoot, "testnet", "manifests", name + ".json");
        using FileStream file = File.OpenRead(path);
        return JsonSerializer.Deserialize<Manifest>(file, Strict) ?? throw new JsonException($"{path} says null.");
    }
}

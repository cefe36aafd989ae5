using System.Text;
using Ledger.Client.Json;
using Ledger.Cryptography.Hashing;

namespace Ledger.Client.OpenAttestation;

/// <summary>The data of a document whose every field a digest covers, raw or salted.</summary>
/// <remarks>
/// OpenAttestation v2 flattens data to paths of keys joined by full stops, and hashes {path: value} for each. The reference
/// implementation (npm @govtechsg/open-attestation 6.9.7) refuses keys with a full stop, but leaves fields out of the digest: those
/// at the top named <c>constructor</c>, <c>prototype</c> and <c>__proto__</c>, and those under an empty key that another path hides.
/// Such documents verify whatever these fields say; here they are refused.
/// </remarks>
public sealed class DocumentData
{
    private static readonly string[] UncoveredPaths = ["constructor", "prototype"];

    private DocumentData(JsonMembers tree) => Tree = tree;

    public JsonMembers Tree { get; }

    /// <summary>Path and value of every field; an empty object or list is one.</summary>
    public IEnumerable<(string Path, JsonTree Value)> Fields => FieldsUnder("", Tree);

    /// <summary>Null with a fault when some field would not be covered.</summary>
    public static OpenAttestationFault TryMake(JsonTree? tree, out DocumentData? data)
    {
        OpenAttestationFault fault = tree is JsonMembers members ? FaultOfTop(members) : OpenAttestationFault.NoObject;
        data = fault == OpenAttestationFault.None ? new DocumentData((JsonMembers)tree!) : null;
        return fault;
    }

    /// <summary>The fields under a path: one, or all of an object or list.</summary>
    public static IEnumerable<(string Path, JsonTree Value)> FieldsUnder(string path, JsonTree value)
    {
        IEnumerable<(string Key, JsonTree Value)> children = value switch
        {
            JsonMembers members => members.Members.Select(m => (m.Key, m.Value)),
            JsonList list => list.Items.Select((item, index) => ($"{index}", item)),
            _ => [],
        };
        return children.Any() || path.Length == 0
            ? children.SelectMany(child => FieldsUnder(path.Length == 0 ? child.Key : $"{path}.{child.Key}", child.Value))
            : [(path, value)];
    }

    /// <summary>Keccak-256 of <c>JSON.stringify({path: value})</c>.</summary>
    public static Digest HashOf(string path, JsonTree value)
        => Keccak256.Hash(Encoding.UTF8.GetBytes(JsonTreeWriter.Stringify(new JsonMembers((path, value)))));

    private static OpenAttestationFault FaultOfTop(JsonMembers top)
        => top.Find("") is not null || UncoveredPaths.Any(path => top.Find(path) is { } value && IsField(value))
            ? OpenAttestationFault.UncoveredKey
            : FaultOf(top);

    private static OpenAttestationFault FaultOf(JsonTree tree) => tree switch
    {
        JsonList list => list.Items.Select(FaultOf).FirstOrDefault(f => f != OpenAttestationFault.None),
        JsonMembers members => members.Members.Select(FaultOf).FirstOrDefault(f => f != OpenAttestationFault.None),
        _ => OpenAttestationFault.None,
    };

    private static OpenAttestationFault FaultOf(KeyValuePair<string, JsonTree> member)
        => member.Key.Contains('.') ? OpenAttestationFault.DottedKey
            : member.Key == "__proto__" ? OpenAttestationFault.UncoveredKey
            : FaultOf(member.Value);

    private static bool IsField(JsonTree value) => value is not (JsonList { Items.Count: > 0 } or JsonMembers { Members.Count: > 0 });
}

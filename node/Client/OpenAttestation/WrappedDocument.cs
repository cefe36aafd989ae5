using System.Diagnostics.CodeAnalysis;
using System.Text;
using Ledger.Client.Json;
using Ledger.Cryptography.Hashing;

namespace Ledger.Client.OpenAttestation;

/// <summary>A document as it travels: salted data, hashes of what was obfuscated, and the path to the root that is anchored.</summary>
/// <remarks>
/// OpenAttestation v2 (https://schema.openattestation.com/2.0/schema.json). Reading believes nothing; <see cref="Verify"/> checks. Of a
/// document only <c>data</c> and <c>privacy.obfuscatedData</c> are covered by hashes: <c>schema</c> and <c>proof</c> are carried as they
/// are. Whether the data fits the schema is not asked.
/// </remarks>
public sealed class WrappedDocument
{
    public const string VersionName = "https://schema.openattestation.com/2.0/schema.json";

    /// <summary>Longest text in bytes.</summary>
    public const int MaximumBytes = 4 * 1024 * 1024;

    /// <summary>Longest path: a batch has at most 2^32 documents.</summary>
    public const int MaximumPath = 32;

    private const string SignatureType = "SHA3MerkleProof";

    private readonly JsonMembers _tree;

    private WrappedDocument(JsonMembers tree, DocumentData data, Digest[] obfuscated)
        => (_tree, Data, Obfuscated) = (tree, data, obfuscated);

    /// <summary>Salted.</summary>
    public DocumentData Data { get; }

    /// <summary>Hashes of the fields that were taken out.</summary>
    public IReadOnlyList<Digest> Obfuscated { get; }

    public required Digest TargetHash { get; init; }

    /// <summary>From the target hash to the root; empty when the document was wrapped alone.</summary>
    public required IReadOnlyList<Digest> Path { get; init; }

    /// <summary>What is anchored.</summary>
    public required Digest MerkleRoot { get; init; }

    /// <summary>A document of salted data, signed by nobody.</summary>
    public static WrappedDocument Of(DocumentData salted, Digest targetHash, Digest[] path, Digest merkleRoot)
        => new(new JsonMembers(("version", new JsonText(VersionName)), ("data", salted.Tree)), salted, [])
        {
            TargetHash = targetHash,
            Path = path,
            MerkleRoot = merkleRoot,
        };

    /// <summary>The document, or null and the first fault.</summary>
    public static OpenAttestationFault TryRead(ReadOnlySpan<byte> utf8, out WrappedDocument? document)
    {
        document = null;
        JsonTreeFault fault = JsonTreeReader.TryRead(utf8, MaximumBytes, out JsonTree? tree);
        return fault == JsonTreeFault.None ? Make(tree!, out document) : Of(fault);
    }

    /// <summary>None when the data gives the target hash, and that the Merkle root.</summary>
    public OpenAttestationFault Verify()
        => DocumentDigest.TargetHash(Data, Obfuscated) != TargetHash ? OpenAttestationFault.WrongTargetHash
            : SortedPairTree.RootFrom(TargetHash, Path) != MerkleRoot ? OpenAttestationFault.WrongMerkleRoot
            : OpenAttestationFault.None;

    /// <summary>The same with other data, and more that is obfuscated.</summary>
    public WrappedDocument Obfuscate(DocumentData left, IEnumerable<Digest> taken)
        => new(_tree.With("data", left.Tree), left, [.. Obfuscated, .. taken])
        {
            TargetHash = TargetHash,
            Path = Path,
            MerkleRoot = MerkleRoot,
        };

    /// <summary>What <c>JSON.stringify</c> makes of it, and one newline.</summary>
    public string Write()
    {
        JsonMembers signature = new(
            ("type", new JsonText(SignatureType)),
            ("targetHash", new JsonText($"{TargetHash}")),
            ("proof", Hashes(Path)),
            ("merkleRoot", new JsonText($"{MerkleRoot}")));
        JsonMembers whole = _tree.With("signature", signature);
        bool hides = Obfuscated.Count > 0 || _tree.Find("privacy") is not null;
        whole = hides ? whole.With("privacy", new JsonMembers(("obfuscatedData", Hashes(Obfuscated)))) : whole;
        return JsonTreeWriter.Stringify(whole) + "\n";
    }

    /// <summary>What a fault of reading JSON is called here.</summary>
    public static OpenAttestationFault Of(JsonTreeFault fault) => fault switch
    {
        JsonTreeFault.None => OpenAttestationFault.None,
        JsonTreeFault.TooLong => OpenAttestationFault.TooLong,
        JsonTreeFault.DuplicateKey => OpenAttestationFault.DuplicateKey,
        JsonTreeFault.NumberTooLarge => OpenAttestationFault.NumberTooLarge,
        _ => OpenAttestationFault.NotJson,
    };

    private static OpenAttestationFault Make(JsonTree tree, out WrappedDocument? document)
    {
        document = null;
        if (!Shapes.HasExactly(tree, ["version", "data", "signature"], ["schema", "privacy", "proof"], out JsonMembers? root)
            || root.Find("version") is not JsonText { Value: VersionName }
            || !Shapes.HasExactly(root.Find("signature"), ["type", "targetHash", "proof", "merkleRoot"], [], out JsonMembers? signature)
            || signature.Find("type") is not JsonText { Value: SignatureType }
            || !Shapes.HasExactly(root.Find("privacy") ?? new JsonMembers(), [], ["obfuscatedData"], out JsonMembers? privacy))
        {
            return OpenAttestationFault.WrongShape;
        }

        bool good = Shapes.IsHash(signature.Find("targetHash"), out Digest target)
            & Shapes.IsHash(signature.Find("merkleRoot"), out Digest merkleRoot)
            & Shapes.AreHashes(signature.Find("proof"), MaximumPath, out Digest[] path)
            & Shapes.AreHashes(privacy.Find("obfuscatedData") ?? new JsonList([]), int.MaxValue, out Digest[] obfuscated);
        OpenAttestationFault fault = DocumentData.TryMake(root.Find("data"), out DocumentData? data);
        document = good && data is not null
            ? new WrappedDocument(root, data, obfuscated) { TargetHash = target, Path = path, MerkleRoot = merkleRoot }
            : null;
        return good ? fault : OpenAttestationFault.BadHash;
    }

    private static JsonList Hashes(IEnumerable<Digest> hashes) => new([.. hashes.Select(hash => new JsonText($"{hash}"))]);

    private static class Shapes
    {
        public static bool HasExactly(
            JsonTree? tree, string[] needed, string[] allowed, [NotNullWhen(true)] out JsonMembers? members)
        {
            members = tree as JsonMembers;
            return members is not null && !needed.Except(members.Keys).Any() && !members.Keys.Except([.. needed, .. allowed]).Any();
        }

        public static bool IsHash(JsonTree? tree, out Digest hash)
        {
            hash = default;
            return tree is JsonText text && Digest.TryParse(text.Value, out hash) && text.Value == $"{hash}";
        }

        public static bool AreHashes(JsonTree? tree, int most, out Digest[] hashes)
        {
            List<Digest> read = [];
            bool good = tree is JsonList list
                && list.Items.Count <= most
                && list.Items.All(item =>
                {
                    bool isHash = IsHash(item, out Digest hash);
                    read.Add(hash);
                    return isHash;
                });
            hashes = [.. read];
            return good;
        }
    }
}

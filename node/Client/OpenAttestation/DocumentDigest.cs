using System.Text;
using Ledger.Client.Json;
using Ledger.Cryptography.Hashing;

namespace Ledger.Client.OpenAttestation;

/// <summary>A document's target hash: the same before and after a field of it is obfuscated.</summary>
public static class DocumentDigest
{
    /// <summary>Keccak-256 of the JSON list of all fields' hashes in hex, visible and obfuscated, sorted.</summary>
    public static Digest TargetHash(DocumentData data, IEnumerable<Digest> obfuscated)
    {
        IEnumerable<Digest> hashes = data.Fields.Select(field => DocumentData.HashOf(field.Path, field.Value)).Concat(obfuscated);
        JsonList sorted = new([.. hashes.Order().Select(hash => new JsonText($"{hash}"))]);
        return Keccak256.Hash(Encoding.UTF8.GetBytes(JsonTreeWriter.Stringify(sorted)));
    }
}

using System.Globalization;
using Ledger.Client.Json;
using Ledger.Cryptography.Hashing;

namespace Ledger.Client.OpenAttestation;

/// <summary>Salts documents and puts a batch of them under one Merkle root.</summary>
/// <remarks>
/// Every null, boolean, number and text becomes <c>"salt:type:value"</c>; a salt is a version 4 UUID (RFC 9562 5.4), 122 random bits.
/// Empty objects and lists stay as they are, without a salt.
/// </remarks>
public sealed class DocumentWrapper(RandomSource random)
{
    private const int UuidBytes = 16;

    public WrappedDocument Wrap(DocumentData raw) => Wrap([raw])[0];

    /// <summary>The documents in the order given, under one root.</summary>
    public IReadOnlyList<WrappedDocument> Wrap(IReadOnlyList<DocumentData> raw)
    {
        (DocumentData Data, Digest Hash)[] salted =
        [
            .. raw.Select(Salt).Select(data => (data, DocumentDigest.TargetHash(data, []))),
        ];
        SortedPairTree tree = new(salted.Select(one => one.Hash));
        return [.. salted.Select(one => WrappedDocument.Of(one.Data, one.Hash, tree.Path(one.Hash), tree.Root))];
    }

    private DocumentData Salt(DocumentData raw)
    {
        _ = DocumentData.TryMake(Salt(raw.Tree), out DocumentData? salted);
        return salted!; // the keys are the same, and values have no rules
    }

    private JsonTree Salt(JsonTree value) => value switch
    {
        JsonMembers members => new JsonMembers(members.Members.Select(m => KeyValuePair.Create(m.Key, Salt(m.Value)))),
        JsonList list => new JsonList([.. list.Items.Select(Salt)]),
        JsonText text => Salted("string", text.Value),
        JsonNumber number => Salted("number", JsonTreeWriter.Text(number.Value)),
        JsonTruth truth => Salted("boolean", truth.Value ? "true" : "false"),
        _ => Salted("null", "null"),
    };

    private JsonText Salted(string type, string value) => new($"{DrawUuid()}:{type}:{value}");

    private string DrawUuid()
    {
        Span<byte> bytes = stackalloc byte[UuidBytes];
        random(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D", CultureInfo.InvariantCulture);
    }
}

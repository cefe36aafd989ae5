using Ledger.Client.Json;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;

namespace Ledger.Client.Fields;

/// <summary>The file that shows some fields of an anchored document and nothing of the others.</summary>
/// <remarks>
/// JSON <c>ledger-disclosure/1</c>, in one form. Whoever has it knows the fields shown, an upper bound of the number of fields (a power
/// of two) and hashes that salts of 256 bits hide: a guess of a hidden field cannot be tested. Two disclosures of one document can be
/// told to be of one document, by their root and receipt. Reading believes nothing; <see cref="Verify"/> checks all but the receipt.
/// What is proven is what the anchoring issuer committed to: one that lies may commit to two values for one path, as to two documents.
/// </remarks>
/// <param name="Fields">By rising index; none twice.</param>
/// <param name="Receipt">Of the root, as an AnchorRoot's leaf.</param>
public sealed record Disclosure(IReadOnlyList<DisclosedField> Fields, Receipt Receipt)
{
    public const string Format = "ledger-disclosure/1";

    /// <summary>Longest text in bytes: every field of the longest document with its path.</summary>
    public const int MaximumBytes = CommittedFields.MaximumBytes + (FieldTree.MaximumFields * 1024) + (2 * Receipt.MaximumBytes);

    /// <summary>The root that the first field leads to.</summary>
    public Digest Root => Fields[0].Root();

    /// <summary>Whether every field leads to one root.</summary>
    public FieldsFault Verify()
        => Fields.All(field => field.Siblings.Count == Fields[0].Siblings.Count && field.Root() == Root)
            ? FieldsFault.None
            : FieldsFault.WrongRoot;

    public string Write() => JsonTreeWriter.Stringify(new JsonMembers(
        ("format", new JsonText(Format)),
        ("fields", new JsonList([.. Fields.Select(Tree)])),
        ("receipt", new JsonText(Convert.ToBase64String(Receipt.Encode()))))) + "\n";

    /// <summary>The disclosure, or null and the first fault.</summary>
    public static FieldsFault TryRead(ReadOnlySpan<byte> utf8, out Disclosure? disclosure)
    {
        disclosure = null;
        JsonTreeFault unread = JsonTreeReader.TryRead(utf8, MaximumBytes, out JsonTree? tree);
        if (unread != JsonTreeFault.None)
        {
            return FieldsFaults.Of(unread);
        }

        JsonMembers? file = TreeShape.Exactly(tree, "format", "fields", "receipt");
        DisclosedField[]? fields = TreeShape.List(file?.Find("fields"), FieldTree.MaximumFields, Make);
        if (TreeShape.Text(file?.Find("format")) != Format || fields is not { Length: > 0 } || !AreApart(fields))
        {
            return FieldsFault.WrongShape;
        }

        if (Decode(TreeShape.Text(file!.Find("receipt"))) is not { } receipt)
        {
            return FieldsFault.BadReceipt;
        }

        Disclosure read = new(fields, receipt);
        bool canonical = utf8.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(read.Write()));
        disclosure = canonical ? read : null;
        return canonical ? FieldsFault.None : FieldsFault.NotCanonical;
    }

    private static JsonMembers Tree(DisclosedField shown) => new(
        ("path", shown.Field.Path.Steps),
        ("value", shown.Field.Value),
        ("salt", CommittedFields.Hex(shown.Field.Salt)),
        ("index", new JsonNumber(shown.Index)),
        ("siblings", new JsonList([.. shown.Siblings.Select(hash => new JsonText($"{hash}"))])));

    private static DisclosedField? Make(JsonTree item)
    {
        JsonMembers? shown = TreeShape.Exactly(item, "path", "value", "salt", "index", "siblings");
        SaltedField? field = CommittedFields.Made(
            FieldPath.Of(shown?.Find("path")), shown?.Find("value"), TreeShape.Hex(shown?.Find("salt"), SaltedField.SaltSize));
        byte[][]? siblings = TreeShape.List(
            shown?.Find("siblings"), FieldTree.LongestPath, hash => TreeShape.Hex(hash, Digest.Size));
        return field is not null
            && siblings is not null
            && siblings.Length >= FieldTree.ShortestPath
            && TreeShape.Number(shown?.Find("index"), (1 << siblings.Length) - 1) is { } index
                ? new DisclosedField(field, index, [.. siblings.Select(hash => new Digest(hash))])
                : null;
    }

    /// <summary>In order, and no leaf or path is there twice.</summary>
    private static bool AreApart(DisclosedField[] fields)
        => fields.Zip(fields.Skip(1)).All(pair => pair.First.Index < pair.Second.Index)
            && fields.Select(f => JsonTreeWriter.Canonical(f.Field.Path.Steps)).Distinct().Count() == fields.Length;

    /// <summary>Another form of the same base64 is another text than <see cref="Write"/>'s, and refused by that.</summary>
    private static Receipt? Decode(string? base64)
    {
        byte[] bytes = new byte[Receipt.MaximumBytes];
        return Convert.TryFromBase64String(base64 ?? "", bytes, out int length)
            && Receipt.TryDecode(bytes.AsSpan(0, length), out Receipt? receipt) == DecodeFault.None
                ? receipt
                : null;
    }
}

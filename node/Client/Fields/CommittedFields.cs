using Ledger.Client.Json;
using Ledger.Cryptography.Hashing;

namespace Ledger.Client.Fields;

/// <summary>All fields of one document with their salts: what its holder keeps, as confidential as the document.</summary>
/// <remarks>JSON <c>ledger-fields/1</c>, in one form: whatever else says the same is refused.</remarks>
public sealed class CommittedFields
{
    public const string Format = "ledger-fields/1";

    /// <summary>Longest document in bytes.</summary>
    public const int MaximumDocumentBytes = 4 * 1024 * 1024;

    /// <summary>Longest file in bytes: every field has its whole path in it.</summary>
    public const int MaximumBytes = 2 * MaximumDocumentBytes;

    /// <summary>What a field's salt, names and share of the padding take in the file, at most.</summary>
    private const int BytesAroundField = 256;

    private CommittedFields(SaltedField[] fields, ReadOnlyMemory<byte>[] padding)
    {
        Fields = fields;
        Padding = padding;
        Tree = new FieldTree(fields, padding);
    }

    /// <summary>In the document's order.</summary>
    public IReadOnlyList<SaltedField> Fields { get; }

    /// <summary>Salts of the leaves that stand for no field.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Padding { get; }

    public FieldTree Tree { get; }

    /// <summary>Commits to every field of a JSON document.</summary>
    public static FieldsFault TryCommit(ReadOnlySpan<byte> document, RandomSource random, out CommittedFields? committed)
    {
        committed = null;
        JsonTreeFault unread = JsonTreeReader.TryRead(document, MaximumDocumentBytes, out JsonTree? tree);
        (FieldPath Path, JsonTree Value)[] fields =
            tree is JsonMembers { Members.Count: > 0 } ? [.. FieldsOf(FieldPath.Document, tree).Take(FieldTree.MaximumFields + 1)] : [];
        FieldsFault fault = unread != JsonTreeFault.None ? FieldsFaults.Of(unread)
            : fields.Length == 0 ? FieldsFault.NoObject
            : fields.Length > FieldTree.MaximumFields ? FieldsFault.TooManyFields
            : !JsonTreeWriter.IsWellFormed(tree!) ? FieldsFault.NotUnicode
            : FitFile(fields) ? FieldsFault.None
            : FieldsFault.TooLong;
        committed = fault == FieldsFault.None
            ? new CommittedFields(
                [.. fields.Select(f => new SaltedField(f.Path, f.Value, Draw(random)))],
                [.. Enumerable.Range(0, FieldTree.PaddingFor(fields.Length)).Select(_ => Draw(random))])
            : null;
        return fault;
    }

    /// <summary>The file's content, or null and the first fault. It gives the root it says, and is in its one form.</summary>
    public static FieldsFault TryRead(ReadOnlySpan<byte> utf8, out CommittedFields? committed)
    {
        JsonTreeFault unread = JsonTreeReader.TryRead(utf8, MaximumBytes, out JsonTree? tree);
        committed = Make(tree, out Digest root);
        FieldsFault fault = unread != JsonTreeFault.None ? FieldsFaults.Of(unread)
            : committed is null ? FieldsFault.WrongShape
            : committed.Tree.Root != root ? FieldsFault.WrongRoot
            : utf8.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(committed.Write())) ? FieldsFault.None
            : FieldsFault.NotCanonical;
        committed = fault == FieldsFault.None ? committed : null;
        return fault;
    }

    public string Write() => JsonTreeWriter.Stringify(new JsonMembers(
        ("format", new JsonText(Format)),
        ("root", new JsonText($"{Tree.Root}")),
        ("fields", new JsonList([.. Fields.Select(f => new JsonMembers(
            ("path", f.Path.Steps), ("value", f.Value), ("salt", Hex(f.Salt))))])),
        ("padding", new JsonList([.. Padding.Select(Hex)])))) + "\n";

    /// <summary>The fields that JSON Pointers name, each of an object or list if it names one; else the first that names none.</summary>
    public FieldsFault TrySelect(IEnumerable<string> pointers, out IReadOnlyList<DisclosedField> fields, out string refused)
    {
        string[] names = [.. pointers];
        refused = names.FirstOrDefault(name => !Fields.Any(f => f.Path.IsUnder(name))) ?? "";
        bool found = names.All(name => Fields.Any(f => f.Path.IsUnder(name)));
        fields = found
            ? [.. Fields.Where(f => names.Any(f.Path.IsUnder)).Select(Tree.Disclose).OrderBy(f => f.Index)]
            : [];
        return found ? FieldsFault.None : FieldsFault.NoSuchField;
    }

    private static IEnumerable<(FieldPath Path, JsonTree Value)> FieldsOf(FieldPath path, JsonTree value) => value switch
    {
        JsonMembers { Members.Count: > 0 } members => members.Members.SelectMany(m => FieldsOf(path.Key(m.Key), m.Value)),
        JsonList { Items.Count: > 0 } list => list.Items.Index().SelectMany(i => FieldsOf(path.Place(i.Index), i.Item)),
        _ => [(path, value)],
    };

    /// <summary>A long key over many fields is in the path of each.</summary>
    private static bool FitFile((FieldPath Path, JsonTree Value)[] fields)
    {
        long total = 0;
        return fields.All(f => (total += BytesAroundField + SaltedField.Text(f.Path, f.Value).Length) <= MaximumBytes);
    }

    private static CommittedFields? Make(JsonTree? tree, out Digest root)
    {
        JsonMembers? file = TreeShape.Exactly(tree, "format", "root", "fields", "padding");
        byte[]? said = TreeShape.Hex(file?.Find("root"), Digest.Size);
        SaltedField[]? fields = TreeShape.List(file?.Find("fields"), FieldTree.MaximumFields, MakeField);
        byte[][]? padding = TreeShape.List(
            file?.Find("padding"), FieldTree.MaximumFields, item => TreeShape.Hex(item, SaltedField.SaltSize));
        root = said is null ? default : new Digest(said);
        bool whole = TreeShape.Text(file?.Find("format")) == Format
            && said is not null
            && fields is { Length: > 0 }
            && fields.Select(f => JsonTreeWriter.Canonical(f.Path.Steps)).Distinct().Count() == fields.Length
            && padding?.Length == FieldTree.PaddingFor(fields.Length)
            && padding.Select(Convert.ToHexString).Distinct().Count() == padding.Length;
        return whole ? new CommittedFields(fields!, [.. padding!.Select(salt => (ReadOnlyMemory<byte>)salt)]) : null;
    }

    private static SaltedField? MakeField(JsonTree item)
    {
        JsonMembers? field = TreeShape.Exactly(item, "path", "value", "salt");
        return Made(FieldPath.Of(field?.Find("path")), field?.Find("value"), TreeShape.Hex(field?.Find("salt"), SaltedField.SaltSize));
    }

    internal static SaltedField? Made(FieldPath? path, JsonTree? value, byte[]? salt)
        => path is not null && salt is not null && SaltedField.IsValue(value) && JsonTreeWriter.IsWellFormed(path.Steps)
            ? new SaltedField(path, value!, salt)
            : null;

    internal static JsonText Hex(ReadOnlyMemory<byte> bytes) => new(Convert.ToHexStringLower(bytes.Span));

    private static ReadOnlyMemory<byte> Draw(RandomSource random)
    {
        byte[] salt = new byte[SaltedField.SaltSize];
        random(salt);
        return salt;
    }
}

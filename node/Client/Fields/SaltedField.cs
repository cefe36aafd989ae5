using System.Text;
using Ledger.Client.Json;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Merkle;

namespace Ledger.Client.Fields;

/// <summary>One field of a document with the salt that hides it: what its leaf of the tree is the hash of.</summary>
/// <remarks>
/// The leaf's record is <c>ledger-field/1</c>, a newline, the salt, and the RFC 8785 text of [path, value] in UTF-8; its hash is
/// RFC 6962's. Type, path and value are all in it, so nothing of them can be exchanged. Numbers are doubles, as RFC 8785 has them:
/// longer ones belong into texts.
/// </remarks>
/// <param name="Value">A null, boolean, number or text, or an empty object or list.</param>
/// <param name="Salt">32 bytes that nobody can guess, drawn for this field alone.</param>
public sealed record SaltedField(FieldPath Path, JsonTree Value, ReadOnlyMemory<byte> Salt)
{
    public const int SaltSize = 32;

    public byte[] Record()
        => [.. "ledger-field/1\n"u8, .. Salt.Span, .. Text(Path, Value)];

    /// <summary>What of a record is no secret's: the RFC 8785 text of [path, value].</summary>
    public static byte[] Text(FieldPath path, JsonTree value)
        => Encoding.UTF8.GetBytes(JsonTreeWriter.Canonical(new JsonList([path.Steps, value])));

    public Digest LeafHash() => MerkleHash.Sha256Leaf(Record());

    /// <summary>The record of a leaf that stands for no field, so that their number does not show.</summary>
    public static byte[] PaddingRecord(ReadOnlySpan<byte> salt) => [.. "ledger-padding/1\n"u8, .. salt];

    /// <summary>Whether a value is a field of its own, and is Unicode.</summary>
    public static bool IsValue(JsonTree? value)
        => value is not (null or JsonList { Items.Count: > 0 } or JsonMembers { Members.Count: > 0 }) && JsonTreeWriter.IsWellFormed(value);
}

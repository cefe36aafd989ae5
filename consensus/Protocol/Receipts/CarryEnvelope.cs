using System.Text.Json;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Transactions;

namespace Ledger.Protocol.Receipts;

/// <summary>
/// The file that travels beside a document: its salt, its receipt, and what they are of. Never its content.
/// </summary>
/// <remarks>
/// JSON <c>ledger-envelope/1</c>. Whoever has this file and the document can verify; this file alone tells nothing
/// about the content, but with it a guess of the content can be tested, so it is as confidential as the document.
/// One text of each envelope is taken, with a <see cref="TextChecksum"/> at its end: no bit of it can be another.
/// </remarks>
/// <param name="Salt">32 bytes.</param>
/// <param name="FileName">The document's name without any folder; 1 to 255 characters.</param>
/// <param name="FileBytes">Exact length of the document.</param>
/// <param name="MediaType">RFC 6838 type, 1 to 64 printable ASCII characters.</param>
/// <param name="IssuerName">As the genesis has it; 1 to 64 printable ASCII characters.</param>
public sealed record CarryEnvelope(
    ReadOnlyMemory<byte> Salt,
    string FileName,
    ulong FileBytes,
    string MediaType,
    string IssuerName,
    Receipt Receipt)
{
    public const string Format = "ledger-envelope/1";

    /// <summary>What its issuer says of the commitment, of the receipt's issuer and commitment; null for an envelope without.</summary>
    public StatusProof? Status { get; init; }

    /// <summary>Longest text in characters: the longest receipt and status proof in base64, and the rest.</summary>
    public const int MaximumCharacters = 128 * 1024;

    private static readonly string[] Names =
    [
        "format", "scheme", "salt", "fileName", "fileBytes", "mediaType", "documentType", "issuerIndex", "issuerName", "chainId", "receipt",
        TextChecksum.Field,
    ];

    private const int MaximumFileName = 255;

    /// <summary>
    /// The scheme, document type, issuer and chain of the receipt, which a reader sees without decoding it.
    /// </summary>
    public AnchorTerms Terms => Receipt.Leaf.Terms;

    public uint IssuerIndex => Receipt.Leaf.Issuer;

    public Digest ChainId => Receipt.Header.ChainId;

    public string Write() => TextChecksum.Seal(StableJson.Write(writer =>
    {
        writer.WriteString("format", Format);
        writer.WriteNumber("scheme", (byte)Terms.Scheme);
        writer.WriteHex("salt", Salt.Span);
        writer.WriteString("fileName", FileName);
        writer.WriteNumber("fileBytes", FileBytes);
        writer.WriteString("mediaType", MediaType);
        writer.WriteNumber("documentType", Terms.DocumentType);
        writer.WriteNumber("issuerIndex", IssuerIndex);
        writer.WriteString("issuerName", IssuerName);
        writer.WriteString("chainId", $"{ChainId}");
        writer.WriteString("receipt", Convert.ToBase64String(Receipt.Encode()));
        if (Status is { } status)
        {
            writer.WriteString("status", Convert.ToBase64String(status.Encode()));
        }
    }));

    /// <summary>
    /// The envelope, or null and the first fault with its path. The receipt decodes, but is not verified.
    /// </summary>
    public static JsonProblem TryRead(string text, out CarryEnvelope? envelope)
    {
        StrictJsonFault fault = new();
        envelope = fault.Read(text, MaximumCharacters, root => Read(root, fault));
        if (envelope is not null && envelope.Write() != text)
        {
            fault.Require(TextChecksum.Holds(text), JsonFault.WrongChecksum, $"$.{TextChecksum.Field}");
            fault.Fail(JsonFault.NotCanonical, "$");
            envelope = null;
        }

        return fault.Problem;
    }

    private static CarryEnvelope? Read(JsonElement element, StrictJsonFault fault)
    {
        bool hasStatus = element.ValueKind == JsonValueKind.Object && element.TryGetProperty("status", out _);
        StrictJson root = new(element, "$", fault, hasStatus ? [.. Names, "status"] : Names);
        root.Require(root.Text("format", 64) == Format, JsonFault.WrongFormat, "format");
        byte[] salt = root.Hex("salt", CommitmentHasher.SaltSize);
        root.Require(salt.Length == CommitmentHasher.SaltSize, JsonFault.WrongLength, "salt");
        string fileName = root.Text("fileName", MaximumFileName);
        root.Require(IsFileName(fileName), JsonFault.BadText, "fileName");
        ulong fileBytes = root.Number("fileBytes", 0, long.MaxValue);
        string mediaType = root.Name("mediaType");
        string issuerName = root.Name("issuerName");
        Receipt? receipt = ReadReceipt(root);
        if (receipt is null)
        {
            return null;
        }

        CheckAgainst(receipt, root);
        StatusProof? status = hasStatus ? ReadStatus(root, receipt) : null;
        _ = root.Text(TextChecksum.Field, 2 * Digest.Size);
        return new CarryEnvelope(salt, fileName, fileBytes, mediaType, issuerName, receipt) { Status = status };
    }

    private static void CheckAgainst(Receipt receipt, StrictJson root)
    {
        LeafRecord leaf = receipt.Leaf;
        (string Name, bool Same)[] fields =
        [
            ("scheme", root.Number("scheme", 0, byte.MaxValue) == (byte)leaf.Terms.Scheme),
            ("documentType", root.Number("documentType", 0, ushort.MaxValue) == leaf.Terms.DocumentType),
            ("issuerIndex", root.Number("issuerIndex", 0, uint.MaxValue) == leaf.Issuer),
            ("chainId", root.Digest("chainId") == receipt.Header.ChainId),
        ];
        foreach ((string name, bool same) in fields)
        {
            root.Require(same, JsonFault.NotOfReceipt, name);
        }
    }

    private static Receipt? ReadReceipt(StrictJson root)
    {
        byte[]? bytes = ReadBase64(root, "receipt");
        Receipt? receipt = null;
        bool whole = bytes is not null && Receipt.TryDecode(bytes, out receipt) == DecodeFault.None;
        root.Require(whole, JsonFault.BadReceipt, "receipt");
        return receipt;
    }

    /// <summary>Of another chain, issuer or commitment it says nothing of this receipt.</summary>
    private static StatusProof? ReadStatus(StrictJson root, Receipt receipt)
    {
        byte[]? bytes = ReadBase64(root, "status");
        StatusProof? status = null;
        bool whole = bytes is not null && StatusProof.TryDecode(bytes, out status) == DecodeFault.None;
        root.Require(whole, JsonFault.BadStatus, "status");
        bool same = status is null || (status.Issuer == receipt.Leaf.Issuer
            && status.Commitment == receipt.Leaf.Commitment
            && status.Header.ChainId == receipt.Header.ChainId);
        root.Require(same, JsonFault.NotOfReceipt, "status");
        return status;
    }

    /// <summary>Null for text that is not the only form of its bytes.</summary>
    private static byte[]? ReadBase64(StrictJson root, string name)
    {
        string text = root.Text(name, MaximumCharacters);
        byte[] bytes = new byte[text.Length];
        bool decoded = Convert.TryFromBase64String(text, bytes, out int length);
        bool canonical = decoded && Convert.ToBase64String(bytes.AsSpan(0, length)) == text;
        root.Require(canonical, JsonFault.BadBytes, name);
        return canonical ? bytes[..length] : null;
    }

    /// <summary>
    /// A name that stays in its folder: no separator, no control character, neither "." nor ".."; and no mark of bytes that were not text.
    /// </summary>
    private static bool IsFileName(string name)
        => name.Length > 0 && name is not "." and not ".." && !name.Any(c => c is '/' or '\\' or '\ufffd' || char.IsControl(c));
}

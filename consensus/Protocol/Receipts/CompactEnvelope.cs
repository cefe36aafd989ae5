using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;

namespace Ledger.Protocol.Receipts;

/// <summary>A <see cref="CarryEnvelope"/> as a text that fits a QR code: all that does not age, so it verifies like the file.</summary>
/// <remarks>
/// The proof of the status is left out: it would be stale before the paper is dry. Whoever reads the code has one made (ledger refresh).
/// <c>LEDGER1:</c> and Base45 (RFC 9285), all in the alphabet of a QR code's alphanumeric mode. The bytes: salt 32, length of the
/// document u64, its name in UTF-8 behind a u32 length, media type, issuer name, receipt behind a u32 length, and of all
/// that the first eight bytes of its SHA-256: no bit of the text can be another.
/// </remarks>
public static class CompactEnvelope
{
    public const string Prefix = "LEDGER1:";

    /// <summary>What a QR code of version 40 holds in alphanumeric mode at the lowest error correction (ISO/IEC 18004, table 7).</summary>
    public const int MostCharacters = 4_296;

    private const int MaximumNameBytes = 1_020;
    private const int ChecksumBytes = 8;

    /// <summary>Null when it is too long for a QR code.</summary>
    public static string? TryWrite(CarryEnvelope envelope)
    {
        WireWriter writer = new(2_048);
        writer.Raw(envelope.Salt.Span).U64(envelope.FileBytes).Block(System.Text.Encoding.UTF8.GetBytes(envelope.FileName))
            .Text(envelope.MediaType).Text(envelope.IssuerName).Block(envelope.Receipt.Encode());
        byte[] body = writer.ToArray();
        string text = Prefix + Base45.Encode([.. body, .. ChecksumOf(body)]);
        return text.Length <= MostCharacters ? text : null;
    }

    /// <summary>The envelope, or null and the first fault. The receipt decodes, but is not verified.</summary>
    public static JsonProblem TryRead(string text, out CarryEnvelope? envelope)
    {
        envelope = null;
        if (text.Length > MostCharacters || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return new JsonProblem(JsonFault.WrongFormat, "$");
        }

        // The envelope's own reader decides what may stand in one, whichever form it comes in.
        CarryEnvelope? read = Base45.TryDecode(text.AsSpan(Prefix.Length)) is { } bytes && Holds(bytes)
            ? Decode(bytes.AsSpan(..^ChecksumBytes))
            : null;
        return read is null ? new JsonProblem(JsonFault.BadBytes, "$") : CarryEnvelope.TryRead(read.Write(), out envelope);
    }

    private static bool Holds(ReadOnlySpan<byte> bytes)
        => bytes.Length > ChecksumBytes && bytes[^ChecksumBytes..].SequenceEqual(ChecksumOf(bytes[..^ChecksumBytes]));

    private static byte[] ChecksumOf(ReadOnlySpan<byte> body) => Sha256.Hash(body).ToArray()[..ChecksumBytes];

    private static CarryEnvelope? Decode(ReadOnlySpan<byte> bytes)
    {
        WireReader reader = new(bytes);
        byte[] salt = reader.Take(CommitmentHasher.SaltSize).ToArray();
        ulong fileBytes = reader.U64();
        string? fileName = TextOf(reader.Block(MaximumNameBytes));
        string mediaType = reader.Text();
        string issuerName = reader.Text();
        DecodeFault fault = Receipt.TryDecode(reader.Block(Receipt.MaximumBytes), out Receipt? receipt);
        reader.Require(fault == DecodeFault.None, fault);
        return reader.Finish() == DecodeFault.None && fileName is not null && receipt is not null
            ? new CarryEnvelope(salt, fileName, fileBytes, mediaType, issuerName, receipt)
            : null;
    }

    /// <summary>Null when the bytes are no UTF-8.</summary>
    private static string? TextOf(ReadOnlySpan<byte> bytes)
        => System.Text.Unicode.Utf8.IsValid(bytes) ? System.Text.Encoding.UTF8.GetString(bytes) : null;
}

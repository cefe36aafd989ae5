using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;

namespace Ledger.Cryptography.Tokens;

/// <summary>Where a private key is that never leaves its token (PKCS #11 v3.1): it stands in the place of a key file.</summary>
/// <remarks>
/// A JSON object, <c>ledger-token-key/1</c>. It holds nothing secret, but who may change it chooses the library that is loaded, so
/// it, too, is its owner's alone.
/// </remarks>
/// <param name="Library">Path of the PKCS #11 library.</param>
/// <param name="Token">Label of the token.</param>
/// <param name="Key">Label of the key pair in it.</param>
/// <param name="PinFile">Absolute path of a file whose first line is the user's PIN.</param>
/// <param name="PublicKey">Lower-case hex: another key under that label is refused.</param>
public sealed record TokenKeyFile(
    [property: JsonPropertyName("format")] string Format,
    [property: JsonPropertyName("suite")] string Suite,
    [property: JsonPropertyName("publicKey")] string PublicKey,
    [property: JsonPropertyName("library")] string Library,
    [property: JsonPropertyName("token")] string Token,
    [property: JsonPropertyName("key")] string Key,
    [property: JsonPropertyName("pinFile")] string PinFile)
{
    public const string FormatName = "ledger-token-key/1";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict) { WriteIndented = true };

    /// <summary>Of the one suite that tokens in use sign with.</summary>
    public static TokenKeyFile Of(ReadOnlySpan<byte> publicKey, TokenPlace place)
        => new(
            FormatName, SuiteNames.Of(SuiteId.P256)!, Convert.ToHexStringLower(publicKey),
            place.Library, place.Token, place.Key, place.PinFile);

    internal TokenPlace Place => new(Library, Token, Key, PinFile);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Null with any fault; <see cref="KeyFileFault.UnknownFormat"/> for a key file of another kind.</summary>
    public static KeyFileFault Parse(ReadOnlySpan<byte> json, out TokenKeyFile? file)
    {
        file = null;
        if (json.Length > KeyFile.MaximumFileSize)
        {
            return KeyFileFault.TooLarge;
        }

        TokenKeyFile? read;
        try
        {
            read = JsonSerializer.Deserialize<TokenKeyFile>(json, Json);
        }
        catch (JsonException)
        {
            return KeyFileFault.Malformed;
        }

        KeyFileFault fault = read is null ? KeyFileFault.Malformed
            : read.Format != FormatName ? KeyFileFault.UnknownFormat
            : SuiteNames.Parse(read.Suite) != SuiteId.P256 ? KeyFileFault.UnknownSuite
            : !IsPoint(read.PublicKey) ? KeyFileFault.BadEncoding
            : KeyFileFault.None;
        file = fault == KeyFileFault.None ? read : null;
        return fault;
    }

    private static bool IsPoint(string text)
        => text.Length == 2 * SuiteNames.KeySize(SuiteId.P256) && !text.AsSpan().ContainsAnyExcept("0123456789abcdef");
}

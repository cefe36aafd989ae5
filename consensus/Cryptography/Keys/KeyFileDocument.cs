using System.Text.Json.Serialization;

namespace Ledger.Cryptography.Keys;

/// <summary>The key file as JSON has it, before anything in it is believed.</summary>
internal sealed record KeyFileDocument(
    [property: JsonPropertyName("format")] string Format,
    [property: JsonPropertyName("suite")] string Suite,
    [property: JsonPropertyName("publicKey")] string PublicKey,
    [property: JsonPropertyName("kdf")] KeyFileDocument.KdfFields Kdf,
    [property: JsonPropertyName("cipher")] string Cipher,
    [property: JsonPropertyName("nonce")] string Nonce,
    [property: JsonPropertyName("ciphertext")] string Ciphertext)
{
    internal sealed record KdfFields(
        [property: JsonPropertyName("name")] string Name,
        [property: JsonPropertyName("salt")] string Salt,
        [property: JsonPropertyName("opsLimit")] ulong OpsLimit,
        [property: JsonPropertyName("memLimitBytes")] ulong MemLimitBytes);
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Configuration;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary>The public half of what <c>key new</c> made: an organisation sends it to whoever writes the genesis.</summary>
/// <param name="Format"><c>ledger-validator/1</c> or <c>ledger-issuer/1</c>.</param>
/// <param name="PublicKey">Lower-case hex, in <paramref name="Suite"/>.</param>
/// <param name="TlsPin">Of a validator: SHA-256 of its TLS key's SubjectPublicKeyInfo, in hex. An issuer has none.</param>
/// <param name="OperatorKey">Of a validator: the public key that approves governance for it, in hex. An issuer has none.</param>
/// <param name="CosigningEd25519">Of a validator: its Ed25519 key that cosigns checkpoints, in hex. An issuer has none.</param>
/// <param name="CosigningSm2">The same, of SM2.</param>
/// <param name="Address">Of a validator: where the others reach it, if the chain is to say so.</param>
/// <param name="ChainId">The chain that <paramref name="Possession"/> is for.</param>
/// <param name="Possession">
/// Each key's own signature under this whole record, of a validator also the cosigning keys': who is let in later needs it (E5, E6).
/// </param>
internal sealed record MemberDescriptor(
    string Format,
    string Name,
    string Region,
    string Suite,
    string PublicKey,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TlsPin = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? OperatorKey = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CosigningEd25519 = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CosigningSm2 = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Address = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ChainId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Possession = null)
{
    public const string ValidatorFormat = "ledger-validator/1";
    public const string IssuerFormat = "ledger-issuer/1";

    private const int LongestFile = 16 * 1024;
    private const int LongestName = 64;

    private static readonly JsonSerializerOptions Json = new(StrictJson.Options) { WriteIndented = true, NewLine = "\n" };

    public static bool IsName(string name)
        => name.Length is > 0 and <= LongestName && !name.AsSpan().ContainsAnyExceptInRange(' ', '~');

    public static bool IsAddress(string address) => Validator.IsAddress(address) && HostPort.TryParse(address, out _);

    public static MemberDescriptor Load(string path, string format)
    {
        if (new FileInfo(path).Length > LongestFile)
        {
            throw CommandFailure.OfFile(path, "longer than any descriptor");
        }

        try
        {
            MemberDescriptor? read = JsonSerializer.Deserialize<MemberDescriptor>(File.ReadAllBytes(path), Json);
            return read is not null && read.Problem(format) is not { } problem
                ? read
                : throw CommandFailure.OfFile(path, read?.Problem(format) ?? "says null");
        }
        catch (JsonException exception)
        {
            throw CommandFailure.OfFile(path, StrictJson.Reason(exception));
        }
    }

    /// <summary>Writes a new file; one that exists is left as it is.</summary>
    public void Save(string path) => NewFile.Write(path, [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n']);

    public Validator ToValidator()
        => new(
            Name, new Region(Region), SuiteNames.Parse(Suite), Convert.FromHexString(PublicKey), Pin(), Convert.FromHexString(OperatorKey!),
            new CosigningKeys(Convert.FromHexString(CosigningEd25519!), Convert.FromHexString(CosigningSm2!)), Address ?? "");

    public Issuer ToIssuer(uint index)
        => new(index, Name, new Region(Region), SuiteNames.Parse(Suite), Convert.FromHexString(PublicKey));

    private string? Problem(string format)
        => Format != format ? $"format is {Format}, not {format}"
            : !IsName(Name) ? "name is 1 to 64 printable ASCII characters"
            : !Protocol.Validators.Region.IsWellFormed(Region) ? "region is 2 to 8 of A-Z, 0-9 and '-'"
            : SuiteNames.KeySize(SuiteNames.Parse(Suite)) is not { } size
                ? $"suite {Suite} is not one of: {string.Join(", ", SuiteNames.All)}"
            : !IsHex(PublicKey, size) ? $"publicKey is {2 * size} lower-case hex digits"
            : (Format == ValidatorFormat) != (TlsPin is not null) ? "tlsPin is a validator's, and only a validator's"
            : TlsPin is not null && !IsHex(TlsPin, Digest.Size) ? "tlsPin is 64 lower-case hex digits"
            : (TlsPin is null) != (OperatorKey is null) ? "operatorKey is a validator's, and only a validator's"
            : OperatorKey is not null && !IsHex(OperatorKey, size) ? $"operatorKey is {2 * size} lower-case hex digits"
            : (Format == ValidatorFormat) != (CosigningEd25519 is not null) || (CosigningEd25519 is null) != (CosigningSm2 is null)
                ? "cosigningEd25519 and cosigningSm2 are a validator's, and only a validator's"
            : CosigningEd25519 is not null && !IsHex(CosigningEd25519, CosigningKeys.Ed25519Bytes)
                ? $"cosigningEd25519 is {2 * CosigningKeys.Ed25519Bytes} lower-case hex digits"
            : CosigningSm2 is not null && !IsHex(CosigningSm2, CosigningKeys.Sm2Bytes)
                ? $"cosigningSm2 is {2 * CosigningKeys.Sm2Bytes} lower-case hex digits"
            : Format == IssuerFormat && Address is not null ? "address is a validator's"
            : Address is not null && !IsAddress(Address) ? "address is HOST:PORT"
            : (ChainId is null) != (Possession is null) ? "chainId and possession stand together"
            : ChainId is not null && !IsHex(ChainId, Digest.Size) ? "chainId is 64 lower-case hex digits"
            : Possession is not null && !IsHex(Possession, ProofBytes) ? $"possession is {2 * ProofBytes} lower-case hex digits"
            : null;

    private int ProofBytes
        => Format == ValidatorFormat ? Protocol.Governance.Possession.ValidatorBytes : SignatureSuites.SignatureSize;

    private Digest Pin() => Digest.TryParse(TlsPin, out Digest pin)
        ? pin
        : throw new InvalidOperationException("A validator's descriptor was loaded without a pin.");

    private static bool IsHex(string text, int bytes)
        => text.Length == 2 * bytes && !text.AsSpan().ContainsAnyExcept("0123456789abcdef");
}

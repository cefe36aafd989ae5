using System.Globalization;
using Ledger.Client.Json;

namespace Ledger.Client.StatusLists;

/// <summary>A status list as a Verifiable Credential, without a proof.</summary>
/// <remarks>
/// W3C Verifiable Credentials Data Model 2.0 and Bitstring Status List 1.0. Whoever receives it believes it as far as the channel or the
/// envelope that it came in; what the chain itself proves of a document's status does not depend on it.
/// </remarks>
/// <param name="Id">URL of the credential; its subject is <c>Id#list</c>. 1 to 255 printable ASCII characters.</param>
/// <param name="Issuer">URL or DID of the issuer, the same.</param>
/// <param name="ValidFrom">Whole seconds, UTC.</param>
/// <param name="ValidUntil">After which a verifier must fetch another.</param>
public sealed record StatusListCredential(
    string Id, string Issuer, StatusPurpose Purpose, DateTimeOffset ValidFrom, DateTimeOffset ValidUntil, BitstringStatusList List)
{
    /// <summary>Longest text in bytes.</summary>
    public const int MaximumBytes = 32 * 1024;

    private const string Context = "https://www.w3.org/ns/credentials/v2";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const int MaximumUrl = 255;

    private static readonly string[] Types = ["VerifiableCredential", "BitstringStatusListCredential"];

    public string Write() => JsonTreeWriter.Stringify(new JsonMembers(
        ("@context", new JsonList([new JsonText(Context)])),
        ("id", new JsonText(Id)),
        ("type", new JsonList([.. Types.Select(type => new JsonText(type))])),
        ("issuer", new JsonText(Issuer)),
        ("validFrom", Time(ValidFrom)),
        ("validUntil", Time(ValidUntil)),
        ("credentialSubject", new JsonMembers(
            ("id", new JsonText($"{Id}#list")),
            ("type", new JsonText("BitstringStatusList")),
            ("statusPurpose", new JsonText(Word(Purpose))),
            ("encodedList", new JsonText(List.Encode())))))) + "\n";

    /// <summary>The credential, or null and the first fault: of exactly this shape, white space and the form of gzip apart.</summary>
    public static StatusListFault TryRead(ReadOnlySpan<byte> utf8, out StatusListCredential? credential)
    {
        credential = null;
        JsonTreeFault unread = JsonTreeReader.TryRead(utf8, MaximumBytes, out JsonTree? tree);
        if (unread != JsonTreeFault.None)
        {
            return unread == JsonTreeFault.TooLong ? StatusListFault.TooLong : StatusListFault.NotJson;
        }

        JsonMembers? root = TreeShape.Exactly(
            tree, "@context", "id", "type", "issuer", "validFrom", "validUntil", "credentialSubject");
        JsonMembers? subject = TreeShape.Exactly(root?.Find("credentialSubject"), "id", "type", "statusPurpose", "encodedList");
        if (root is null
            || subject is null
            || Url(root.Find("id")) is not { } id
            || Url(root.Find("issuer")) is not { } issuer
            || Time(root.Find("validFrom")) is not { } from
            || Time(root.Find("validUntil")) is not { } until
            || until < from
            || !Are(root.Find("@context"), Context)
            || !Are(root.Find("type"), Types)
            || TreeShape.Text(subject.Find("id")) != $"{id}#list"
            || TreeShape.Text(subject.Find("type")) != "BitstringStatusList")
        {
            return StatusListFault.WrongShape;
        }

        if (PurposeOf(TreeShape.Text(subject.Find("statusPurpose"))) is not { } purpose)
        {
            return StatusListFault.UnknownPurpose;
        }

        string encoded = TreeShape.Text(subject.Find("encodedList")) ?? "";
        StatusListFault fault = BitstringStatusList.TryDecode(encoded, out BitstringStatusList? list);
        credential = list is null ? null : new StatusListCredential(id, issuer, purpose, from, until, list);
        return fault;
    }

    /// <summary>1 to 255 printable ASCII characters without spaces.</summary>
    public static bool IsUrl(string text) => text.Length is > 0 and <= MaximumUrl && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static string Word(StatusPurpose purpose) => purpose == StatusPurpose.Revocation ? "revocation" : "suspension";

    private static StatusPurpose? PurposeOf(string? word)
        => word == "revocation" ? StatusPurpose.Revocation : word == "suspension" ? StatusPurpose.Suspension : null;

    private static JsonText Time(DateTimeOffset time) => new(time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));

    private static DateTimeOffset? Time(JsonTree? tree)
        => DateTimeOffset.TryParseExact(
            TreeShape.Text(tree), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
                ? time
                : null;

    private static string? Url(JsonTree? tree) => TreeShape.Text(tree) is { } text && IsUrl(text) ? text : null;

    private static bool Are(JsonTree? tree, params ReadOnlySpan<string> texts)
        => tree is JsonList list && list.Items.Select(TreeShape.Text).SequenceEqual(texts.ToArray());
}

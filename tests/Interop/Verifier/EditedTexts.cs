using Ledger.Protocol.Encoding;
using Ledger.Protocol.Validators;

namespace Ledger.Tests.Interop.Verifier;

/// <summary>Envelopes and geneses that say the same in another way, or something else: JSON that a lenient reader would take.</summary>
internal static class EditedTexts
{
    private static readonly (string Was, string Becomes)[] OfEnvelopes =
    [
        ("{", "\ufeff{"),
        ("{", " {"),
        ("{", "[{"),
        ("{", "/* a comment */ {"),
        ("\n}", ",\n}"),
        ("\n}", "\n} "),
        ("\n}", "\n}}"),
        ("\n}", ""),
        ("ledger-envelope/1", "ledger-envelope/2"),
        ("\"format\"", "\"\\u0066ormat\""),
        ("\"format\": \"ledger-envelope/1\",", "\"format\": \"ledger-envelope/1\", \"format\": \"ledger-envelope/1\","),
        ("\"scheme\": 1,", "\"scheme\": 2, \"scheme\": 1,"),
        ("\"scheme\": 1,", "\"scheme\": 1, \"other\": [[[[[[[]]]]]]],"),
        ("\"scheme\": 1,", "\"scheme\": 1, \"status\": [[[[[[[]]]]]]],"),
        ("\"scheme\": 1,", "\"scheme\": 1, \"status\": [[[[[[[[]]]]]]]],"),
        ("\"scheme\": 1,", "\"scheme\": 1, \"\\ud800\": 0,"),
        ("\"scheme\": 1,", ""),
        ("\"scheme\": 1", "\"scheme\": 1.0"),
        ("\"scheme\": 1", "\"scheme\": 1e0"),
        ("\"scheme\": 1", "\"scheme\": 01"),
        ("\"scheme\": 1", "\"scheme\": +1"),
        ("\"scheme\": 1", "\"scheme\": -1"),
        ("\"scheme\": 1", "\"scheme\": 257"),
        ("\"scheme\": 1", "\"scheme\": \"1\""),
        ("\"scheme\": 1", "\"scheme\": null"),
        ("\"scheme\": 1", "\"scheme\": 2"),
        ("\"documentType\": 7", "\"documentType\": 8"),
        ("\"issuerIndex\": 1", "\"issuerIndex\": 0"),
        ("\"issuerIndex\": 1", "\"issuerIndex\": 18446744073709551617"),
        ("\"fileBytes\": ", "\"fileBytes\": -0"),
        ("\"fileBytes\": ", "\"fileBytes\": 9223372036854775807"),
        ("\"fileBytes\": ", "\"fileBytes\": 1"),
        ("\"fileName\": \"", "\"fileName\": \"../"),
        ("\"fileName\": \"", "\"fileName\": \"a\\\\"),
        ("\"fileName\": \"", "\"fileName\": \"\\u0007"),
        ("\"fileName\": \"", "\"fileName\": \"\u0085"),
        ("\"fileName\": \"", "\"fileName\": \"\u0007"),
        ("\"fileName\": \"", "\"fileName\": \"\\ud83d"),
        ("\"fileName\": \"", "\"fileName\": \"\\ud83d\\ude00"),
        ("\"fileName\": \"", "\"fileName\": \"\\x41"),
        ("\"fileName\": \"", "\"fileName\": \"\\u00g0"),
        ("对账单 2026.pdf", ".."),
        ("对账单 2026.pdf", ""),
        ("\"mediaType\": \"", "\"mediaType\": \"文"),
        ("\"issuerName\": \"bank-1\"", "\"issuerName\": \"\""),
        ("\"salt\": \"a5", "\"salt\": \"A5"),
        ("\"salt\": \"a5", "\"salt\": \"a"),
        ("\"salt\": \"a5", "\"salt\": \""),
        ("\"salt\": \"a5", "\"salt\": \"a4"),
        ("\"salt\": \"a5", "\"salt\": \"a5a5"),
        ("\"receipt\": \"", "\"receipt\": \" "),
        ("\"receipt\": \"", "\"receipt\": \"\\n"),
        ("\"receipt\": \"", "\"receipt\": \"AAAA"),
        ("\"receipt\": \"", "\"receipt\": \"=AAA"),
        ("\"receipt\": \"", "\"receipt\": \"-AAA"),
    ];

    private static readonly (string Was, string Becomes)[] OfGeneses =
    [
        ("ledger-genesis/1", "ledger-genesis/2"),
        ("\"timeMs\": 17", "\"timeMs\": 18"),
        ("\"name\": \"validator-1\"", "\"name\": \"validator-0\""),
        ("\"name\": \"validator-1\"", "\"name\": \"validator-é\""),
        ("\"window\": 8", "\"window\": 0"),
        ("\"window\": 8", "\"window\": 65"),
        ("\"timeoutCapMs\": 30000", "\"timeoutCapMs\": 999"),
        ("\"maximumBlockBytes\": ", "\"maximumBlockBytes\": 9"),
        ("\"protocolVersion\": 1", "\"protocolVersion\": 0"),
        ("\"protocolVersion\": 1", "\"protocolVersion\": 2"),
        ("\"minimum\": 1", "\"minimum\": 3"),
        ("\"minimum\": 1", "\"minimum\": 2"),
        ("\"minimum\": 1", "\"minimum\": 65"),
        ("\"region\": \"SG\"", "\"region\": \"CN-SZ\""),
        ("\"region\": \"SG\"", "\"region\": \"sg\""),
        ("\"region\": \"SG\"", "\"region\": \"HK\""),
        ("\"suite\": \"sm2\"", "\"suite\": \"p256\""),
        ("\"suite\": \"sm2\"", "\"suite\": \"SM2\""),
        ("\"suite\": \"sm2\"", "\"suite\": \"ed25519\""),
        ("\"address\": \"\"", "\"address\": \"a b\""),
        ("\"address\": \"\"", "\"address\": \"sz-1:7000\""),
        ("\"cosigningEd25519\": \"", "\"cosigningEd25519\": \"00"),
        ("\"cosigningSm2\": \"04", "\"cosigningSm2\": \""),
        ("\"cosigningSm2\": \"04", "\"cosigningSm2\": \"05"),
        ("\"cosigningSm2\"", "\"cosigningP256\""),
        ("\"index\": 0", "\"index\": 1"),
        ("\"name\": \"bank-1\"", "\"name\": \"bank-0\""),
        ("\"parameters\": {", "\"parameters\": {\"window\": 8,"),
        ("\"parameters\": {", "\"parameters\": {\"view\": 8,"),
        ("\"issuers\": [", "\"issuers\": [[],"),
        ("\"chainId\": \"", "\"chainId\": \"00"),
    ];

    public static IEnumerable<Paper> Of(Paper good)
    {
        foreach ((string was, string becomes) in OfEnvelopes)
        {
            yield return good with { Name = $"envelope: {was} is {becomes}", Envelope = Replace(good.Envelope, was, becomes) };
        }

        foreach ((string was, string becomes) in OfGeneses)
        {
            yield return good with { Name = $"genesis: {was} is {becomes}", Genesis = Replace(good.Genesis, was, becomes) };
        }

        foreach ((string name, string genesis) in CosigningKeys(good.Genesis))
        {
            yield return good with { Name = name, Genesis = genesis };
        }

        yield return good with { Name = "empty envelope", Envelope = "" };
        yield return good with { Name = "endless envelope", Envelope = good.Envelope + new string(' ', 128 * 1024) };
        foreach ((string name, string receipt) in Receipts(good.Envelope))
        {
            yield return good with { Name = name, Envelope = good.Envelope.Replace(ReceiptOf(good.Envelope), receipt) };
        }
    }

    /// <summary>Cosigning keys that are somebody else's key, too.</summary>
    private static IEnumerable<(string Name, string Genesis)> CosigningKeys(string text)
    {
        Assert.Equal(JsonProblem.None, GenesisJson.TryRead(text, out Genesis? genesis));
        IReadOnlyList<Validator> all = genesis!.Validators.Validators;
        yield return ("another's Ed25519 cosigning key", With(all[2].CosigningKeys.Ed25519, all[1].CosigningKeys.Ed25519));
        yield return ("another's SM2 cosigning key", With(all[3].CosigningKeys.Sm2, all[0].CosigningKeys.Sm2));
        yield return ("a consensus key that cosigns", With(all[0].CosigningKeys.Ed25519, all[1].PublicKey));
        yield return ("its own operator key that cosigns", With(all[3].CosigningKeys.Sm2, all[3].OperatorKey));

        string With(ReadOnlyMemory<byte> was, ReadOnlyMemory<byte> becomes)
            => Replace(text, Convert.ToHexStringLower(was.Span), Convert.ToHexStringLower(becomes.Span));
    }

    private static IEnumerable<(string Name, string Receipt)> Receipts(string envelope)
    {
        string text = ReceiptOf(envelope).Replace("\\u002B", "+");
        byte[] bytes = Convert.FromBase64String(text);
        yield return ("a byte behind the receipt", Convert.ToBase64String([.. bytes, 0]));
        yield return ("two bytes behind the receipt", Convert.ToBase64String([.. bytes, 0, 0]));
        yield return ("a receipt without its last byte", Convert.ToBase64String(bytes[..^1]));
        yield return ("a receipt without its last two bytes", Convert.ToBase64String(bytes[..^2]));
        yield return ("base64 without its last character", text[..^1]);
        yield return ("base64 with a space at its end", text + " ");

        // Of the three lengths modulo three two have bits in their last character that are thrown away.
        foreach (byte[] more in (byte[][])[[0], [0, 0]])
        {
            string padded = Convert.ToBase64String([.. bytes, .. more]);
            int last = padded.TrimEnd('=').Length - 1;
            yield return ($"base64 with {more.Length} bytes and free bits", padded[..last] + "B" + padded[(last + 1)..]);
        }
    }

    /// <summary>As it stands there, where a plus is escaped.</summary>
    private static string ReceiptOf(string envelope)
    {
        const string Field = "\"receipt\": \"";
        int start = envelope.IndexOf(Field, StringComparison.Ordinal) + Field.Length;
        return envelope[start..envelope.IndexOf('"', start)];
    }

    private static string Replace(string text, string was, string becomes)
    {
        int at = text.IndexOf(was, StringComparison.Ordinal);
        Assert.True(at >= 0, $"nothing here is {was}");
        return text[..at] + becomes + text[(at + was.Length)..];
    }
}

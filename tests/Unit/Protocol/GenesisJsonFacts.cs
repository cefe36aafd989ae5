using Ledger.Protocol.Encoding;
using Ledger.Protocol.Validators;

namespace Ledger.Tests.Unit.Protocol;

public sealed class GenesisJsonFacts
{
    private static readonly Genesis Good = TestChain.TwoAndTwo.Genesis;

    private static readonly string Text = GenesisJson.Write(Good);

    [Fact]
    public void What_was_written_reads_back_and_writes_the_same_text()
    {
        JsonProblem problem = GenesisJson.TryRead(Text, out Genesis? read);

        Assert.Equal(JsonProblem.None, problem);
        Assert.Equal(Good.ChainId, read!.ChainId);
        Assert.Equal(Good.Encode(), read.Encode());
        Assert.Equal(Text, GenesisJson.Write(read));
    }

    [Theory]
    [InlineData("{", "", JsonFault.NotJson, "$")]
    [InlineData("\"name\": \"test\"", "\"name\": \"\\ud800\"", JsonFault.NotJson, "$")]
    [InlineData("\"name\": \"test\"", "\"name\": \"test\", \"nick\": 1", JsonFault.UnknownField, "$.nick")]
    [InlineData("\"name\": \"test\"", "\"name\": \"test\", \"name\": \"test\"", JsonFault.DuplicateField, "$.name")]
    [InlineData("\"name\": \"test\",", "", JsonFault.MissingField, "$.name")]
    [InlineData("\"name\": \"test\"", "\"name\": 7", JsonFault.WrongType, "$.name")]
    [InlineData("\"name\": \"test\"", "\"name\": \"\"", JsonFault.BadText, "$.name")]
    [InlineData("\"name\": \"test\"", "\"name\": \"深圳\"", JsonFault.BadText, "$.name")]
    [InlineData("\"name\": \"test\"", "\"name\": \"tent\"", JsonFault.WrongChainId, "$.chainId")]
    [InlineData("ledger-genesis/1", "ledger-genesis/2", JsonFault.WrongFormat, "$.format")]
    [InlineData("\"window\": 8", "\"window\": 65", JsonFault.OutOfRange, "$.parameters.window")]
    [InlineData("\"window\": 8", "\"window\": 8.5", JsonFault.OutOfRange, "$.parameters.window")]
    [InlineData("\"window\": 8", "\"window\": 9", JsonFault.WrongChainId, "$.chainId")]
    [InlineData("\"timeoutCapMs\": 30000", "\"timeoutCapMs\": 999", JsonFault.OutOfRange, "$.parameters.timeoutCapMs")]
    [InlineData("\"maximumBlockBytes\": 16777216", "\"maximumBlockBytes\": 1", JsonFault.OutOfRange,
        "$.parameters.maximumBlockBytes")]
    [InlineData("\"suite\": \"ed25519\"", "\"suite\": \"rot13\"", JsonFault.UnknownSuite, "$.validators[0].suite")]
    [InlineData("\"suite\": \"ed25519\"", "\"suite\": \"sm2\"", JsonFault.WrongLength, "$.validators[0].publicKey")]
    [InlineData("\"name\": \"validator-1\"", "\"name\": \"validator-0\"", JsonFault.DuplicateName,
        "$.validators[1].name")]
    [InlineData("\"name\": \"bank-1\"", "\"name\": \"bank-0\"", JsonFault.DuplicateName, "$.issuers[1].name")]
    [InlineData("\"index\": 1", "\"index\": 2", JsonFault.OutOfRange, "$.issuers[1].index")]
    [InlineData("\"minimum\": 1", "\"minimum\": 3", JsonFault.MinimumAboveCount, "$.regions['CN-SZ'].minimum")]
    [InlineData("\"region\": \"CN-SZ\",\n      \"minimum\"", "\"region\": \"SG\",\n      \"minimum\"",
        JsonFault.DuplicateRegion, "$.regions['SG']")]
    [InlineData("\"region\": \"CN-SZ\",\n      \"minimum\"", "\"region\": \"HK\",\n      \"minimum\"",
        JsonFault.UnknownRegion, "$.validators[0].region")]
    [InlineData("\"region\": \"SG\"", "\"region\": \"sg\"", JsonFault.BadText, "$.regions[1].region")]
    public void Any_other_text_is_refused_by_name_and_path(string was, string becomes, JsonFault fault, string path)
    {
        JsonProblem problem = GenesisJson.TryRead(ReplaceFirst(Text, was, becomes), out Genesis? read);

        Assert.Equal(new JsonProblem(fault, path), problem);
        Assert.Null(read);
    }

    [Fact]
    public void A_key_or_pin_that_two_share_is_refused()
    {
        string key = Convert.ToHexStringLower(Good.Validators.Validators[0].PublicKey.Span);
        string nextKey = Convert.ToHexStringLower(Good.Validators.Validators[1].PublicKey.Span);
        string pin = $"{Good.Validators.Validators[0].TlsPin}";
        string nextPin = $"{Good.Validators.Validators[1].TlsPin}";

        Assert.Equal(
            new JsonProblem(JsonFault.DuplicateKey, "$.validators[1].publicKey"),
            GenesisJson.TryRead(Text.Replace(nextKey, key), out _));
        Assert.Equal(
            new JsonProblem(JsonFault.DuplicateKey, "$.validators[1].tlsPin"),
            GenesisJson.TryRead(Text.Replace(nextPin, pin), out _));
        Assert.Equal(
            new JsonProblem(JsonFault.DuplicateKey, "$.validators[1].operatorKey"),
            GenesisJson.TryRead(Text.Replace(OperatorKeyOf(1), OperatorKeyOf(0)), out _));
        Assert.Equal(
            new JsonProblem(JsonFault.DuplicateKey, "$.validators[1].cosigningEd25519"),
            GenesisJson.TryRead(Text.Replace(CosigningOf(1).Ed25519, CosigningOf(0).Ed25519), out _));
        Assert.Equal(
            new JsonProblem(JsonFault.DuplicateKey, "$.validators[1].cosigningSm2"),
            GenesisJson.TryRead(Text.Replace(CosigningOf(1).Sm2, CosigningOf(0).Sm2), out _));
        Assert.Equal(
            new JsonProblem(JsonFault.DuplicateKey, "$.validators[0].cosigningEd25519"),
            GenesisJson.TryRead(Text.Replace(CosigningOf(0).Ed25519, nextKey), out _));
        Assert.Equal(
            new JsonProblem(JsonFault.BadBytes, "$.validators[0].publicKey"),
            GenesisJson.TryRead(Text.Replace(key, key.ToUpperInvariant()), out _));
        Assert.Equal(
            new JsonProblem(JsonFault.WrongLength, "$.validators[0].tlsPin"),
            GenesisJson.TryRead(Text.Replace(pin, pin[2..]), out _));
    }

    [Fact]
    public void A_text_beyond_the_bound_is_not_parsed()
        => Assert.Equal(
            JsonFault.TooLong, GenesisJson.TryRead(new string(' ', GenesisJson.MaximumCharacters + 1), out _).Fault);

    private static string OperatorKeyOf(int index)
        => Convert.ToHexStringLower(Good.Validators.Validators[index].OperatorKey.Span);

    private static (string Ed25519, string Sm2) CosigningOf(int index)
    {
        CosigningKeys keys = Good.Validators.Validators[index].CosigningKeys;
        return (Convert.ToHexStringLower(keys.Ed25519.Span), Convert.ToHexStringLower(keys.Sm2.Span));
    }

    internal static string ReplaceFirst(string text, string was, string becomes)
    {
        int at = text.IndexOf(was, StringComparison.Ordinal);
        Assert.True(at >= 0, $"the text has no {was}");
        return string.Concat(text.AsSpan(0, at), becomes, text.AsSpan(at + was.Length));
    }
}

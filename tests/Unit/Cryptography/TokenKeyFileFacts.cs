using System.Text;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Cryptography.Tokens;

namespace Ledger.Tests.Unit.Cryptography;

/// <summary>What stands in the place of a key file when the key is in a token; tests/Integration signs with one.</summary>
public sealed class TokenKeyFileFacts
{
    private static readonly string Point = "04" + new string('a', 128);

    private static readonly TokenPlace Place = new("/nowhere/token.so", "token", "key", "/nowhere/pin");

    [Fact]
    public void It_reads_back_as_it_was_written()
    {
        TokenKeyFile file = TokenKeyFile.Of(Convert.FromHexString(Point), Place);

        Assert.Equal(KeyFileFault.None, TokenKeyFile.Parse(file.ToJson(), out TokenKeyFile? read));
        Assert.Equal(file, read);
    }

    [Theory]
    [InlineData("ledger-token-key/1", "ledger-token-key/2", KeyFileFault.UnknownFormat)]
    [InlineData("\"p256\"", "\"sm2\"", KeyFileFault.UnknownSuite)]
    [InlineData("04aa", "04AA", KeyFileFault.BadEncoding)]
    [InlineData("04aa", "04a", KeyFileFault.BadEncoding)]
    [InlineData("\"token\":", "\"tokens\":", KeyFileFault.Malformed)]
    [InlineData("{", "{ \"key\": \"another\",", KeyFileFault.Malformed)]
    [InlineData("}", "} ", KeyFileFault.None)]
    [InlineData("}", "} x", KeyFileFault.Malformed)]
    public void Another_file_is_refused(string text, string other, KeyFileFault fault)
    {
        string json = Encoding.UTF8.GetString(TokenKeyFile.Of(Convert.FromHexString(Point), Place).ToJson());
        int at = json.IndexOf(text, StringComparison.Ordinal);

        Assert.Equal(fault, TokenKeyFile.Parse(Encoding.UTF8.GetBytes(json[..at] + other + json[(at + text.Length)..]), out _));
    }

    [Fact]
    public void A_signing_key_is_read_from_either_kind_of_file()
    {
        byte[] token = TokenKeyFile.Of(Convert.FromHexString(Point), Place).ToJson();
        using SoftwareSigner signer = SoftwareSigner.Open(SuiteId.Sm2, SoftwareSigner.Draw(SuiteId.Sm2));
        byte[] sealedKey = KeyFile.Seal(SuiteId.Sm2, signer.PublicKey.ToArray(), new byte[SoftwareSigner.SecretSize], "word"u8).ToJson();

        Assert.Equal(KeyFileFault.None, SigningKeyFile.Parse(token, out SigningKeyFile? inToken));
        Assert.Equal(KeyFileFault.None, SigningKeyFile.Parse(sealedKey, out SigningKeyFile? onDisk));
        Assert.Equal((SuiteId.P256, SuiteId.Sm2), (inToken!.Suite, onDisk!.Suite));
        Assert.Equal(KeyFileFault.WrongPassphraseOrTampered, onDisk.Open("other"u8, out IOwnedSigner? none));
        Assert.Null(none);
    }

    [Fact]
    public void A_library_that_is_not_there_is_named()
    {
        TokenException refused = Assert.Throws<TokenException>(
            () => TokenSigner.Open(TokenKeyFile.Of(Convert.FromHexString(Point), Place)));

        Assert.Equal(TokenFault.LibraryUnusable, refused.Fault);
    }
}

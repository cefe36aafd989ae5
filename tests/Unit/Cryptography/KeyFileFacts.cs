using System.Runtime.Versioning;
using System.Text;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;

namespace Ledger.Tests.Unit.Cryptography;

public sealed class KeyFileFacts
{
    private static readonly byte[] Seed = [.. Enumerable.Range(1, Ed25519Signer.SeedSize).Select(i => (byte)i)];
    private static readonly byte[] PublicKey = PublicKeyOf(Seed);
    private static readonly string Sealed = Encoding.UTF8.GetString(
        KeyFile.Seal(SuiteId.Ed25519, PublicKey, Seed, "correct horse"u8).ToJson());

    [Fact]
    public void A_sealed_key_opens_with_its_passphrase_only()
    {
        Assert.Equal(KeyFileFault.None, KeyFile.Parse(Encoding.UTF8.GetBytes(Sealed), out KeyFile? file));

        Assert.Equal(SuiteId.Ed25519, file!.Suite);
        Assert.Equal(PublicKey, file.PublicKey.ToArray());
        Assert.Equal(KeyFileFault.None, file.Open("correct horse"u8, out byte[] secret));
        Assert.Equal(Seed, secret);
        Assert.Equal(KeyFileFault.WrongPassphraseOrTampered, file.Open("correct horse "u8, out secret));
        Assert.Empty(secret);
    }

    [Fact]
    public void Two_seals_of_one_key_share_neither_salt_nor_nonce()
    {
        string other = Encoding.UTF8.GetString(KeyFile.Seal(SuiteId.Ed25519, PublicKey, Seed, "correct horse"u8).ToJson());

        Assert.NotEqual(Field(Sealed, "salt"), Field(other, "salt"));
        Assert.NotEqual(Field(Sealed, "nonce"), Field(other, "nonce"));
    }

    [Theory]
    [InlineData("publicKey")]
    [InlineData("salt")]
    [InlineData("nonce")]
    [InlineData("ciphertext")]
    public void A_changed_digit_is_found_on_opening(string field)
    {
        string value = Field(Sealed, field);
        string changed = (value[0] == '0' ? '1' : '0') + value[1..];

        Assert.Equal(KeyFileFault.WrongPassphraseOrTampered, ParseAndOpen(Sealed.Replace(value, changed)));
    }

    [Fact]
    public void A_key_passed_off_as_one_of_another_suite_does_not_open()
        => Assert.Equal(
            KeyFileFault.WrongPassphraseOrTampered, ParseAndOpen(Sealed.Replace("\"ed25519\"", "\"sm2\"")));

    [Theory]
    [InlineData("\"ledger-key/1\"", "\"ledger-key/2\"", KeyFileFault.UnknownFormat)]
    [InlineData("\"ed25519\"", "\"rsa\"", KeyFileFault.UnknownSuite)]
    [InlineData("\"ed25519\"", "\"Ed25519\"", KeyFileFault.UnknownSuite)]
    [InlineData("\"argon2id13\"", "\"argon2i13\"", KeyFileFault.UnknownKdf)]
    [InlineData("\"xchacha20poly1305-ietf\"", "\"none\"", KeyFileFault.UnknownCipher)]
    [InlineData("67108864", "1099511627776", KeyFileFault.CostOutOfRange)]
    [InlineData("67108864", "8192", KeyFileFault.CostOutOfRange)]
    [InlineData("\"opsLimit\": 2", "\"opsLimit\": 1", KeyFileFault.CostOutOfRange)]
    [InlineData("\"opsLimit\": 2", "\"opsLimit\": 4294967295", KeyFileFault.CostOutOfRange)]
    [InlineData("\"opsLimit\": 2", "\"opsLimit\": -2", KeyFileFault.Malformed)]
    [InlineData("\"opsLimit\": 2", "\"opsLimit\": \"2\"", KeyFileFault.Malformed)]
    [InlineData("\"opsLimit\": 2", "\"opsLimit\": 2, \"opsLimit\": 2", KeyFileFault.Malformed)]
    [InlineData("\"opsLimit\": 2", "\"opsLimit\": 2, \"lanes\": 1", KeyFileFault.Malformed)]
    [InlineData("\"opsLimit\": 2,", "", KeyFileFault.Malformed)]
    [InlineData("\"nonce\"", "\"Nonce\"", KeyFileFault.Malformed)]
    [InlineData("\"ed25519\"", "null", KeyFileFault.Malformed)]
    [InlineData("\"nonce\": \"", "\"nonce\": \"00", KeyFileFault.BadEncoding)]
    [InlineData("\"salt\": \"", "\"salt\": \"0", KeyFileFault.BadEncoding)]
    [InlineData("\"publicKey\": \"", "\"publicKey\": \"AA", KeyFileFault.BadEncoding)]
    public void A_changed_field_is_refused_by_name(string text, string replacement, KeyFileFault expected)
    {
        Assert.Contains(text, Sealed);
        Assert.Equal(expected, ParseAndOpen(Sealed.Replace(text, replacement)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void What_is_no_key_file_is_malformed(string text) => Assert.Equal(KeyFileFault.Malformed, ParseAndOpen(text));

    [Fact]
    public void Text_after_the_object_is_malformed() => Assert.Equal(KeyFileFault.Malformed, ParseAndOpen(Sealed + "{}"));

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_saved_file_is_its_owners_alone_loads_again_and_is_never_overwritten()
    {
        string directory = Directory.CreateTempSubdirectory("ledger-key").FullName;
        try
        {
            string path = Path.Combine(directory, "validator.key");
            KeyFile file = KeyFile.Seal(SuiteId.P256, [4, 1, 2, 3], [9, 9], ""u8);
            file.Save(path);
            byte[] written = File.ReadAllBytes(path);

            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Equal(KeyFileFault.None, KeyFile.Load(path, out KeyFile? loaded));
            Assert.Equal(KeyFileFault.None, loaded!.Open(""u8, out byte[] secret));
            Assert.Equal([9, 9], secret);
            Assert.Throws<IOException>(() => file.Save(path));
            Assert.Equal(written, File.ReadAllBytes(path));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void A_file_longer_than_any_key_file_is_refused_unread()
        => Assert.Equal(KeyFileFault.TooLarge, KeyFile.Parse(new byte[KeyFile.MaximumFileSize + 1], out _));

    [Fact]
    public void Only_suites_with_a_name_in_the_format_are_sealed()
        => Assert.Throws<ArgumentOutOfRangeException>(() => KeyFile.Seal(SuiteId.Simulated, PublicKey, Seed, ""u8));

    private static KeyFileFault ParseAndOpen(string json)
    {
        KeyFileFault fault = KeyFile.Parse(Encoding.UTF8.GetBytes(json), out KeyFile? file);
        Assert.Equal(fault == KeyFileFault.None, file is not null);
        return file?.Open("correct horse"u8, out _) ?? fault;
    }

    private static string Field(string json, string name)
    {
        int start = json.IndexOf($"\"{name}\": \"", StringComparison.Ordinal) + name.Length + 5;
        return json[start..json.IndexOf('"', start)];
    }

    private static byte[] PublicKeyOf(byte[] seed)
    {
        using Ed25519Signer signer = new(seed);
        return signer.PublicKey.ToArray();
    }
}

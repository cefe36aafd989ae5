using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;

namespace Ledger.Tests.Unit.Checkpoints;

/// <summary>Against the examples of c2sp.org/tlog-checkpoint and c2sp.org/tlog-cosignature.</summary>
public sealed class CheckpointFacts
{
    private const string Text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    private const string Witness = "— witness.example.com/w1 "
        + "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

    [Fact]
    public void The_published_checkpoint_is_read_and_written_to_the_same_text()
    {
        Assert.Equal(DecodeFault.None, Checkpoint.TryParse(Text, out Checkpoint? read));

        Assert.Equal(("example.com/behind-the-sofa", 20_852_163ul), (read!.Origin, read.Size));
        Assert.Equal("0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62", $"{read.Root}");
        Assert.Equal(Text, read.ToText());
    }

    [Theory]
    [InlineData("20852163", "020852163")]
    [InlineData("20852163", "+20852163")]
    [InlineData("20852163", "9223372036854775808")]
    [InlineData("20852163", "")]
    [InlineData("CsUY", "CsU")]
    [InlineData("q2I=\n", "q2J=\n")]
    [InlineData("q2I=\n", "q2I=")]
    [InlineData("q2I=\n", "q2I=\n\n")]
    [InlineData("q2I=\n", "q2I=\na\n\nb\n")]
    [InlineData("example.com/behind-the-sofa\n", "\n")]
    public void Every_other_spelling_is_refused(string part, string other)
    {
        string text = Text.Replace(part, other, StringComparison.Ordinal);

        Assert.NotEqual(DecodeFault.None, Checkpoint.TryParse(text, out Checkpoint? read));
        Assert.Null(read);
    }

    [Fact]
    public void Extension_lines_of_another_log_are_kept_and_written_again()
    {
        Assert.Equal(DecodeFault.None, Checkpoint.TryParse(Text + "more\nand more\n", out Checkpoint? read));

        Assert.Equal("more\nand more\n", read!.Extension);
        Assert.Equal(Text + "more\nand more\n", read.ToText());
    }

    [Fact]
    public void The_published_cosignature_has_its_time_and_the_message_its_published_lines()
    {
        SignedNote note = Notes.Read(Text + "\n" + Witness)!;
        Cosignature cosignature = Cosignature.Of(note.Signatures[0].Bytes.Span)!;

        Assert.Equal(1_679_315_147ul, cosignature.TimeSeconds);
        Assert.Equal(
            "cosignature/v1\ntime 1679315147\n" + Text,
            System.Text.Encoding.UTF8.GetString(Cosignature.Message(note.Text, cosignature.TimeSeconds)));
        Assert.Equal(note.Signatures[0].Bytes.ToArray(), cosignature.Encode());
    }

    [Fact]
    public void All_three_lines_of_a_validator_verify_and_name_their_time()
    {
        SignedNote note = Notes.Signed(Notes.Head, 1);
        CosignerKeys keys = Notes.KeysOf(1);

        IReadOnlyList<VerifiedSignature> verified = note.Verify(Notes.Suites, [keys.Log, keys.Ed25519, keys.Sm2])!;

        Assert.Equal([null, Notes.TimeSeconds, Notes.TimeSeconds], verified.Select(v => v.TimeSeconds));
        Assert.Equal(note.ToString(), Notes.Read(note.ToString())!.ToString());
    }

    [Theory]
    [InlineData(1)] // of Ed25519
    [InlineData(2)] // of SM2
    public void A_cosignature_of_another_time_text_key_or_length_is_refused(int line)
    {
        SignedNote note = Notes.Signed(Notes.Head, 1);
        NoteKey key = line == 1 ? Notes.KeysOf(1).Ed25519 : Notes.KeysOf(1).Sm2;
        NoteSignature good = note.Signatures[line];
        byte[] later = good.Bytes.ToArray();
        later[7]++;
        NoteSignature ofAnother = Notes.Signed(Notes.Head, 2).Signatures[line] with { Name = key.Name, KeyId = key.Id };

        Assert.NotNull(VerifiedSignature.Verify(Notes.Suites, key, note.Text, good));
        Assert.Null(VerifiedSignature.Verify(Notes.Suites, key, note.Text, good with { Bytes = later }));
        Assert.Null(VerifiedSignature.Verify(Notes.Suites, key, note.Text, good with { Bytes = good.Bytes[..^1] }));
        Assert.Null(VerifiedSignature.Verify(Notes.Suites, key, (Notes.Head with { Size = 5 }).ToText(), good));
        Assert.Null(VerifiedSignature.Verify(Notes.Suites, key, note.Text, ofAnother));
        Assert.Null(VerifiedSignature.Verify(Notes.Suites, Notes.KeysOf(2).Ed25519, note.Text, good));
    }

    [Fact]
    public void A_log_signature_is_no_cosignature_and_the_reverse()
    {
        CosignerKeys keys = Notes.KeysOf(1);
        NoteSignature[] lines = Notes.LinesOf(1, Notes.Head.ToText());
        NoteSignature crossed = lines[0] with { Name = keys.Ed25519.Name, KeyId = keys.Ed25519.Id };
        byte[] stripped = lines[1].Bytes[8..].ToArray();
        NoteSignature back = lines[0] with { Bytes = stripped };

        Assert.Null(VerifiedSignature.Verify(Notes.Suites, keys.Ed25519, Notes.Head.ToText(), crossed));
        Assert.Null(VerifiedSignature.Verify(Notes.Suites, keys.Log, Notes.Head.ToText(), back));
    }

    [Fact]
    public void The_names_of_a_chain_are_frozen()
    {
        Digest chain = Digest.Zero;
        string zeros = new('0', 64);

        Assert.Equal($"ledger/{zeros}", LogOrigin.Of(chain));
        Assert.Equal($"ledger/{zeros}/sm3", LogOrigin.TwinOf(chain));
        Assert.Equal($"ledger/{zeros}/Bank%20of%20A%2BB%2F%25", LogOrigin.CosignerName(chain, "Bank of A+B/%"));
    }

    [Fact]
    public void A_validator_of_the_longest_name_has_keys()
    {
        string name = new('+', 64);
        CosignerKeys keys = CosignerKeys.Of(Notes.ChainId, name, Notes.Ed25519(1).PublicKey.Span, Notes.Sm2(1).PublicKey.Span);

        Assert.Equal(keys.Sm2.ToString(), Notes.Key(keys.Sm2.ToString()).ToString());
    }
}

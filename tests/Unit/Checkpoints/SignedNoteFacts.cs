using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;

namespace Ledger.Tests.Unit.Checkpoints;

/// <summary>Against the examples of c2sp.org/signed-note and of Go's x/mod/sumdb/note.</summary>
public sealed class SignedNoteFacts
{
    private const string Foo = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private const string FooNote = """
        This is an example message.

        — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

        """;

    private const string Neumann = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private const string NeumannNote = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

        """;

    [Theory]
    [InlineData(Foo, FooNote)]
    [InlineData(Neumann, NeumannNote)]
    public void A_published_note_verifies_under_its_key_and_no_other_text_does(string vkey, string text)
    {
        SignedNote note = Notes.Read(text)!;
        NoteKey key = Notes.Key(vkey);

        Assert.Equal(text, note.ToString());
        Assert.Single(note.Verify(Notes.Suites, [key])!);
        Assert.Null((note with { Text = note.Text.Replace("is", "was", StringComparison.Ordinal) }).Verify(Notes.Suites, [key]));
    }

    [Fact]
    public void A_key_is_written_as_it_was_read() => Assert.Equal(Foo, Notes.Key(Foo).ToString());

    [Theory]
    [InlineData("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", DecodeFault.NotCanonical)]
    [InlineData("example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", DecodeFault.NotCanonical)]
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2", DecodeFault.NotCanonical)]
    [InlineData("example.com/foo+530d903a+BukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", DecodeFault.UnknownKind)]
    [InlineData("example.com/foo+530d903a", DecodeFault.Truncated)]
    [InlineData("two words+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", DecodeFault.NotCanonical)]
    public void A_key_that_is_not_its_own_text_is_refused(string vkey, DecodeFault expected)
    {
        Assert.Equal(expected, NoteKey.TryParse(vkey, out NoteKey? key));
        Assert.Null(key);
    }

    [Fact]
    public void Lines_of_unknown_keys_are_ignored_and_a_false_line_of_a_known_one_refuses_the_note()
    {
        SignedNote note = Notes.Signed(Notes.Head, 1, 2);
        NoteKey known = Notes.KeysOf(1).Ed25519;
        NoteSignature line = note.Signatures.First(s => s.IsOf(known));
        NoteSignature forged = line with { Bytes = new byte[line.Bytes.Length] };

        Assert.Equal([known.ToString()], note.Verify(Notes.Suites, [known])!.Select(v => v.Key.ToString()));
        Assert.Empty(note.Verify(Notes.Suites, [Notes.KeysOf(7).Sm2])!);
        Assert.Null(note.With([forged]).Verify(Notes.Suites, [known]));
        Assert.NotNull(note.With([forged]).Verify(Notes.Suites, [Notes.KeysOf(2).Ed25519]));
    }

    [Fact]
    public void A_key_that_signed_twice_counts_once()
    {
        NoteKey key = Notes.KeysOf(1).Ed25519;
        NoteSignature later = Cosignature.Sign(Notes.Ed25519(1), key, Notes.Head.ToText(), Notes.TimeSeconds + 1);
        SignedNote note = Notes.Signed(Notes.Head, 1).With([later]);

        Assert.Equal(4, note.Signatures.Count);
        Assert.Single(note.Verify(Notes.Suites, [key])!);
        Assert.False(note.HasOnly([Notes.KeysOf(1).Log, key, Notes.KeysOf(1).Sm2]));
        Assert.True(Notes.Signed(Notes.Head, 1).HasOnly([Notes.KeysOf(1).Log, key, Notes.KeysOf(1).Sm2]));
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\u0001")]
    public void A_control_character_is_refused(string control) => Assert.Null(Notes.Read(FooNote.Insert(4, control)));

    [Theory]
    [InlineData("yaQM=", "yaQN=")] // unused bits that are not zero
    [InlineData("yaQM=", "yaQM")]
    [InlineData("yaQM=", "yaQM= ")]
    [InlineData("yaQM=\n", "yaQM=")]
    [InlineData("yaQM=\n", "yaQM=\n\n")]
    [InlineData("yaQM=\n", "yaQM=\nmore\n")]
    [InlineData("— example", "- example")]
    [InlineData("example.com/foo Uw", "example.com+foo Uw")]
    [InlineData("\n\n", "\n")]
    public void Every_other_spelling_of_a_note_is_refused(string part, string other)
    {
        Assert.Contains(part, FooNote, StringComparison.Ordinal);
        Assert.Null(Notes.Read(FooNote.Replace(part, other, StringComparison.Ordinal)));
    }

    [Fact]
    public void Text_may_have_empty_lines_and_ends_at_the_last_one()
        => Assert.Equal("a\n\nb\n", Notes.Read(FooNote.Replace("This is an example message.", "a\n\nb", StringComparison.Ordinal))!.Text);

    [Fact]
    public void Too_many_signatures_are_refused()
    {
        SignedNote note = Notes.Read(FooNote)!;
        SignedNote full = note with { Signatures = [.. Enumerable.Repeat(note.Signatures[0], SignedNote.MaximumSignatures)] };
        SignedNote over = note with { Signatures = [.. full.Signatures, note.Signatures[0]] };

        Assert.NotNull(Notes.Read(full.ToString()));
        Assert.Equal(DecodeFault.TooLong, SignedNote.TryDecode(over.Encode(), out _));
        Assert.Equal(DecodeFault.TooLong, SignedNote.TryDecode(new byte[SignedNote.MaximumBytes + 1], out _));
    }
}

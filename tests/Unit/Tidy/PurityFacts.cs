namespace Ledger.Tests.Unit.Tidy;

public sealed class PurityFacts
{
    [Fact]
    public void The_core_names_no_clock_randomness_thread_file_socket_or_floating_point()
        => Assert.Empty(SourceTree.Files.SelectMany(Purity.Offences));

    [Theory]
    [InlineData("long now = DateTime.UtcNow.Ticks;")]
    [InlineData("async Task Later() => await Nothing();")]
    [InlineData("lock (gate) { }")]
    [InlineData("int bucket = key.GetHashCode();")]
    [InlineData("long half = (long)(n * 0.5);")]
    [InlineData("long million = (long)1e6;")]
    [InlineData("var third = 1m / 3;")]
    [InlineData("string name = Path.Combine(a, b);")]
    [InlineData("string text = $\"at {DateTime.UtcNow}\";")]
    [InlineData("string text = $\"\"\"at {Random.Shared.Next()}\"\"\";")]
    public void A_planted_offence_is_caught(string code)
        => Assert.NotEmpty(Purity.Offences(new SourceFile("node/Engine/Planted.cs", code)));

    [Theory]
    [InlineData("// DateTime is passed in as a number")]
    [InlineData("/* no lock,\n no Task */ int x = 1;")]
    [InlineData("string text = \"Random \\\" File\";")]
    [InlineData("string text = @\"Random \"\" File\";")]
    [InlineData("string text = $\"{{Random}} {count} File\";")]
    [InlineData("string text = \"\"\"a \"Task\" File\"\"\";")]
    [InlineData("char quote = '\"'; int deadlock = 0; // File")]
    [InlineData("IDirectory directory; Span<byte> s = bytes[1..2]; int mask = 0xFEED;")]
    [InlineData("ReadOnlySpan<Digest> path = proof.Path.Span; int least = Math.Min(a, b);")]
    public void A_word_in_a_comment_a_string_or_a_longer_name_is_no_offence(string code)
        => Assert.Empty(Purity.Offences(new SourceFile("consensus/Pbft/Innocent.cs", code)));

    [Fact]
    public void An_offence_is_reported_with_its_line()
    {
        SourceFile planted = new(
            "consensus/Protocol/Planted.cs",
            "/* one\n two */ string t = \"\"\"\n \"\"\";\nGuid id;\n");

        Assert.Equal(["consensus/Protocol/Planted.cs:4 names Guid"], Purity.Offences(planted));
    }

    [Fact]
    public void The_host_may_name_a_clock()
        => Assert.Empty(Purity.Offences(new SourceFile("node/Host/Clock.cs", "DateTime now = DateTime.UtcNow;")));
}

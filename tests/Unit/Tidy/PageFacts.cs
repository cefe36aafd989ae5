namespace Ledger.Tests.Unit.Tidy;

public sealed class PageFacts
{
    [Fact]
    public void Every_page_is_short_and_finished() => Assert.Empty(SourceTree.Files.SelectMany(Page.Offences));

    [Fact]
    public void A_page_at_the_limits_is_accepted()
        => Assert.Empty(Page.Offences(Planted(Lines(new string('x', Page.MaxColumns), Page.MaxLines))));

    [Fact]
    public void One_line_too_many_is_caught()
        => Assert.Single(Page.Offences(Planted(Lines("x", Page.MaxLines + 1))));

    [Fact]
    public void One_column_too_many_is_caught()
        => Assert.Single(Page.Offences(Planted(new string('x', Page.MaxColumns + 1))));

    [Theory]
    [InlineData("TO" + "DO")]
    [InlineData("FIX" + "ME")]
    [InlineData("HA" + "CK")]
    public void A_mark_of_unfinished_work_is_caught(string mark)
        => Assert.Single(Page.Offences(Planted($"// {mark}: later")));

    private static string Lines(string line, int count) => string.Concat(Enumerable.Repeat(line + "\n", count));

    private static SourceFile Planted(string text) => new("storage/Planted.cs", text);
}

using Ledger.Simulation.Telling;

namespace Ledger.Tests.Simulation;

/// <summary>Every story of Stories/, told again: each demand is met, and the trace is the golden one to the letter.</summary>
public sealed class StoryTextFacts
{
    private const string Small = """
        A title

        A reason.

        --- cast
        regions 2+2
        puppet v1
        --- script
        at 100 submit A to v0
        at 200 expect v0 v2 v3 committed B0
        --- trace

        """;

    public static TheoryData<string> Names => [.. StoryShelf.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_story_is_told_as_it_was_last_told(string name)
    {
        Story story = StoryShelf.Find(name)!;

        string trace = TraceText.Write(StoryRun.Play(story), story.Options.Validators);

        Assert.Equal(story.Trace, trace);
        Assert.NotEmpty(trace);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_story_says_why_it_is_kept_and_demands_something(string name)
    {
        Story story = StoryShelf.Find(name)!;

        Assert.InRange(story.Title.Length, 5, 90);
        Assert.InRange(story.Why.Length, 60, 900);
        Assert.Contains(story.Script, s => s.IsDemand);
    }

    [Theory]
    [InlineData("puppet v1", "puppet v9", 7, "v9 is not among the 4 validators")]
    [InlineData("regions 2+2", "region 4", 6, "\"region\" is no setting of the cast")]
    [InlineData("regions 2+2", "regions 2+0", 6, "\"2+0\" is no layout of regions")]
    [InlineData("puppet v1", "role v1 hero", 7, "\"hero\" is no role")]
    [InlineData("at 100 submit", "at noon submit", 9, "a time is a number, not \"noon\"")]
    [InlineData("at 200", "at 50", 10, "50 ms comes after 100 ms")]
    [InlineData("submit A to v0", "submit A to v0 now", 9, "\"now\" is one word too many")]
    [InlineData("submit A to v0", "sing", 9, "\"sing\" is neither a verb nor a validator")]
    [InlineData("submit A to v0", "hold Prayer", 9, "\"Prayer\" is no kind of message")]
    [InlineData("submit A to v0", "cut v0 v1", 9, "\"|\" is missing")]
    [InlineData("submit A to v0", "v1 says Status", 9, "a puppet does not say Status")]
    [InlineData("committed B0", "sleepy", 10, "\"sleepy\" cannot be expected")]
    [InlineData("--- trace", "--- traces", 11, "the line \"--- trace\" is missing")]
    public void What_cannot_be_read_is_named_with_its_line(string right, string wrong, int line, string message)
    {
        string text = Small.Replace(right, wrong, StringComparison.Ordinal);

        StoryFault fault = Assert.Throws<StoryFault>(() => StoryReader.Read("small", text));

        Assert.Equal(line, fault.Line);
        Assert.Contains(message, fault.Message);
    }

    [Theory]
    [InlineData("committed B0", "committed B1", "its head is B0")]
    [InlineData("v0 v2 v3 committed B0", "v2 in view 7", "it is in view 0")]
    [InlineData("v0 v2 v3 committed B0", "v2 discarded StaleView", "it discarded nothing so")]
    [InlineData("v0 v2 v3 committed B0", "v2 accuses v1", "it has no such evidence")]
    [InlineData("v0 v2 v3 committed B0", "v2 anchored A", "its outcome is open")]
    public void A_demand_that_is_not_met_fails_at_its_line(string right, string wrong, string message)
    {
        Story story = StoryReader.Read("small", Small.Replace(right, wrong, StringComparison.Ordinal));

        StoryFault fault = Assert.Throws<StoryFault>(() => StoryRun.Play(story));

        Assert.Equal(10, fault.Line);
        Assert.Contains(message, fault.Message);
    }

    [Fact]
    public void A_diagram_has_an_arrow_for_each_copy_and_a_note_for_each_change()
    {
        Story story = StoryShelf.Find("one-block")!;

        string diagram = MermaidDiagram.Write(story, StoryRun.Play(story));

        Assert.StartsWith("sequenceDiagram\n    title One block", diagram);
        Assert.Contains("    v1->>v3: PrePrepare B1 of A view 0\n", diagram);
        Assert.Contains("    Note over v3: 150 ms: commits B1\n", diagram);
        Assert.Contains("    Note over v0,v3: 100 ms: submit A to v0\n", diagram);
    }
}

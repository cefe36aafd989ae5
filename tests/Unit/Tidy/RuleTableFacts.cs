using System.Text.RegularExpressions;

namespace Ledger.Tests.Unit.Tidy;

/// <summary>PROTOCOL.md tells of every rule where it is kept and what notices when it is not, and tells the truth.</summary>
public sealed partial class RuleTableFacts
{
    [Fact]
    public void Every_rule_has_a_row()
    {
        IEnumerable<string> rules = Rule().Matches(File.ReadAllText(SourceTree.Absolute("consensus/PROTOCOL.md")))
            .Select(match => match.Groups[1].Value);

        Assert.Empty(rules.Except(RuleTable.Current.Rules));
    }

    [Fact]
    public void Every_file_and_every_test_it_names_exists()
    {
        Assert.Empty(RuleTable.Current.MissingCode);
        Assert.Empty(RuleTable.Current.MissingTests);
    }

    [Fact]
    public void Every_story_it_names_exists()
        => Assert.Empty(RuleTable.Current.Stories.Except(Stories()));

    [Fact]
    public void Every_mutant_stands_in_it_and_no_other()
    {
        IEnumerable<string> mutants = File.ReadLines(SourceTree.Absolute("tests/Simulation/Mutants/mutants.txt"))
            .Where(line => line.StartsWith("## ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[1]);

        Assert.Equal(mutants.Order(), RuleTable.Current.Mutants.Order());
    }

    [Fact]
    public void A_planted_row_that_names_nothing_is_caught()
    {
        RuleTable planted = new(
            "## Where each rule stands\n| rule | code | tests | stories | mutants |\n"
            + "| N9 | `node/Gone.cs` | `PageFacts.Never_` | gone | Gone |\n");

        Assert.Equal(["node/Gone.cs"], planted.MissingCode);
        Assert.Equal(["PageFacts.Never_"], planted.MissingTests);
    }

    private static IEnumerable<string> Stories()
        => Directory.EnumerateFiles(SourceTree.Absolute("tests/Simulation/Stories"), "*.txt")
            .Select(path => Path.GetFileNameWithoutExtension(path));

    [GeneratedRegex(@"^\| ([NVTXB][0-9]) \|", RegexOptions.Multiline)]
    private static partial Regex Rule();
}

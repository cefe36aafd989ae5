using System.Text.RegularExpressions;

namespace Ledger.Tests.Unit.Tidy;

/// <summary>README's table of the stages a transaction passes points at files that exist.</summary>
public sealed partial class LifeOfATransactionFacts
{
    private const string Heading = "## Life of a transaction";

    // The rule holds from the moment the README has the section.
    [Fact]
    public void Every_path_in_the_table_exists()
    {
        string path = SourceTree.Absolute("README.md");
        string readme = File.Exists(path) ? File.ReadAllText(path) : "";

        Assert.Empty(MissingPaths(readme));
    }

    [Fact]
    public void A_planted_path_that_does_not_exist_is_caught()
    {
        string planted = $"{Heading}\n| 1 | `node/Host`, `node/Nowhere/Gone.cs` |\n## Next\nnode/Elsewhere\n";

        Assert.Equal(["node/Nowhere/Gone.cs"], MissingPaths(planted));
    }

    [Fact]
    public void A_section_without_a_path_is_caught() => Assert.NotEmpty(MissingPaths($"{Heading}\nsoon\n"));

    private static IEnumerable<string> MissingPaths(string readme)
    {
        int start = readme.IndexOf(Heading + "\n", StringComparison.Ordinal);
        if (start < 0)
        {
            return [];
        }

        int end = readme.IndexOf("\n## ", start + Heading.Length, StringComparison.Ordinal);
        string section = end < 0 ? readme[start..] : readme[start..end];
        string[] paths = [.. RepositoryPath().Matches(section).Select(match => match.Value.TrimEnd('.', '/'))];
        return paths.Length == 0
            ? ["(the section names no path)"]
            : paths.Where(path => !Path.Exists(SourceTree.Absolute(path)));
    }

    [GeneratedRegex(@"(?<![\w/.-])(consensus|node|storage|testnet|tests)/[\w./-]+")]
    private static partial Regex RepositoryPath();
}

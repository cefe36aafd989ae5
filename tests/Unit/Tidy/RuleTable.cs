namespace Ledger.Tests.Unit.Tidy;

/// <summary>The table of consensus/PROTOCOL.md that says where each rule stands, with whatever it names and is not there.</summary>
public sealed class RuleTable
{
    private const string Heading = "## Where each rule stands";

    private readonly string[][] _rows;

    public RuleTable(string protocol)
    {
        string[] lines = protocol.Split('\n');
        int start = Array.IndexOf(lines, Heading);
        _rows = [.. lines[(start + 1)..]
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1)
            .Select(CellsOf)];
    }

    public static RuleTable Current => new(File.ReadAllText(SourceTree.Absolute("consensus/PROTOCOL.md")));

    public IEnumerable<string> Rules => _rows.Select(row => row[0]);

    public IEnumerable<string> Stories => Column(3).Distinct();

    public IEnumerable<string> Mutants => Column(4).Distinct();

    public IEnumerable<string> MissingCode => Column(1).Where(path => !Path.Exists(SourceTree.Absolute(path)));

    /// <summary>"Class" must be a class of tests, "Class.Beginning" one with a test whose name begins so.</summary>
    public IEnumerable<string> MissingTests => Column(2).Where(name => !IsTest(name));

    private static bool IsTest(string name)
    {
        string[] parts = name.Split('.');
        SourceFile? file = SourceTree.CSharp.FirstOrDefault(
            f => f.IsUnder("tests") && f.Path.EndsWith($"/{parts[0]}.cs", StringComparison.Ordinal));
        return file is not null && (parts.Length == 1 || file.Text.Contains($" {parts[1]}"));
    }

    private IEnumerable<string> Column(int column)
        => _rows.SelectMany(row => row[column].Split(", ", StringSplitOptions.RemoveEmptyEntries));

    private static string[] CellsOf(string line)
        => [.. line.Replace("`", "").Split('|')[1..^1].Select(cell => cell.Trim())];
}

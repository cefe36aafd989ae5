using System.Text.RegularExpressions;

namespace Ledger.Tests.Unit.Tidy;

/// <summary>The order of a page's using directives, as the formatter would put them.</summary>
/// <remarks>Namespaces, then static imports, then aliases; System first, then by their names.</remarks>
public static partial class Imports
{
    public static IEnumerable<string> Offences(SourceFile file)
    {
        Match[] written = [.. file.Lines.Select(line => Using().Match(line)).Where(found => found.Success)];
        Match[] sorted = [.. written.OrderBy(Kind).ThenBy(IsNotOfSystem).ThenBy(Name, StringComparer.Ordinal)];
        return written.Zip(sorted)
            .Where(pair => pair.First != pair.Second)
            .Take(1)
            .Select(pair => $"{file.Path}: `{pair.Second.Value}` belongs before `{pair.First.Value}`");
    }

    private static int Kind(Match found) => found.Groups["alias"].Success ? 2 : found.Groups["static"].Success ? 1 : 0;

    private static bool IsNotOfSystem(Match found)
        => Kind(found) == 2 || !$"{found.Groups["name"].Value}.".StartsWith("System.", StringComparison.Ordinal);

    private static string Name(Match found) => found.Groups[Kind(found) == 2 ? "alias" : "name"].Value;

    [GeneratedRegex(@"^(global )?using (?<static>static )?((?<alias>\w+) = )?(?<name>[\w.<>, ]+);$")]
    private static partial Regex Using();
}

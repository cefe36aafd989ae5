using System.Text.RegularExpressions;

namespace Ledger.Tests.Unit.Tidy;

/// <summary>What a page of source may look like: short enough to read, and finished.</summary>
public static partial class Page
{
    public const int MaxLines = 450;

    public const int MaxColumns = 140;

    public static IEnumerable<string> Offences(SourceFile file)
    {
        if (!file.IsCSharp && !file.IsShellScript)
        {
            yield break;
        }

        string[] lines = file.Lines;
        if (lines.Length > MaxLines + 1)
        {
            yield return $"{file.Path} has more than {MaxLines} lines: split it by a noun";
        }

        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length > MaxColumns)
            {
                yield return $"{file.Path}:{i + 1} is wider than {MaxColumns} columns";
            }

            if (Unfinished().IsMatch(lines[i]))
            {
                yield return $"{file.Path}:{i + 1} is marked as unfinished";
            }
        }
    }

    // Written with brackets so that this line does not match itself.
    [GeneratedRegex(@"\b(TOD[O]|FIXM[E]|HAC[K])\b")]
    private static partial Regex Unfinished();
}

using System.Text;

namespace Ledger.Simulation.Telling;

/// <summary>Reads a story's file: title, why, then the cast, the script and the trace, each under its own line.</summary>
/// <remarks>The language is told in the README beside the stories.</remarks>
public sealed class StoryReader
{
    public const string CastMark = "--- cast";

    public const string ScriptMark = "--- script";

    public const string TraceMark = "--- trace";

    private readonly List<(int Line, string Text)> _lines;
    private readonly string _name;

    private StoryReader(string name, string text)
    {
        _name = name;
        _lines = [.. text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Index().Select(l => (l.Index + 1, l.Item))];
    }

    public static Story Read(string name, string text) => new StoryReader(name, text).Read();

    private Story Read()
    {
        int cast = Mark(CastMark, 0);
        int script = Mark(ScriptMark, cast);
        int trace = Mark(TraceMark, script);
        string title = _lines[0].Text;
        string why = string.Join('\n', Between(0, cast).Select(l => l.Text)).Trim('\n');
        if (title.Length == 0 || why.Length == 0)
        {
            throw new StoryFault(1, "a story begins with its title, an empty line and its reason");
        }

        CastReader players = new();
        List<(int Line, string Text)> castLines = [.. Between(cast, script).Where(l => l.Text.Length > 0)];
        castLines.ForEach(l => players.Read(l.Line, l.Text));
        return new Story(
            _name,
            title,
            why,
            [.. castLines.Select(l => l.Text)],
            players.Options,
            players.Shown,
            players.Hidden,
            ReadScript(Between(script, trace), players.Options.Validators),
            Join(Between(trace, _lines.Count)));
    }

    /// <summary>A line without a time of its own happens at the time of the line before.</summary>
    private static List<StoryStep> ReadScript(IEnumerable<(int Line, string Text)> lines, int validators)
    {
        List<StoryStep> steps = [];
        ulong atMs = 0;
        foreach ((int line, string text) in lines.Where(l => l.Text.Length > 0 && l.Text[0] != '#'))
        {
            Words words = new(line, text, validators);
            if (words.Take("at"))
            {
                ulong next = words.Number("a time");
                atMs = next >= atMs ? next : throw words.Fault($"{next} ms comes after {atMs} ms");
            }

            string said = words.Rest;
            steps.Add(new StoryStep(line, atMs, said, ScriptVerbs.Read(words)));
            words.RequireEnd();
        }

        return steps;
    }

    private int Mark(string mark, int after)
    {
        int at = _lines.FindIndex(after, l => l.Text == mark);
        return at >= 0 ? at : throw new StoryFault(_lines.Count, $"the line \"{mark}\" is missing");
    }

    private IEnumerable<(int Line, string Text)> Between(int after, int before)
        => _lines.Skip(after + 1).Take(before - after - 1).Select(l => (l.Line, l.Text.TrimEnd()));

    private static string Join(IEnumerable<(int Line, string Text)> lines)
        => lines.Aggregate(new StringBuilder(), (text, l) => text.Append(l.Text).Append('\n')).ToString();
}

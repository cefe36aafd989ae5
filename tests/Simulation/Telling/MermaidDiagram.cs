using System.Text;

namespace Ledger.Simulation.Telling;

/// <summary>A trace as a Mermaid sequence diagram: an arrow a copy, a cross where it is lost, a note where something changes.</summary>
public static class MermaidDiagram
{
    public static string Write(Story story, Tale tale)
    {
        StringBuilder text = new("sequenceDiagram\n");
        Line(text, $"title {Escape(story.Title)}");
        for (int i = 0; i < story.Options.Validators; i++)
        {
            Line(text, $"participant v{i}");
        }

        foreach (TaleLine line in tale.Lines)
        {
            Write(text, line, story.Options.Validators - 1);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, TaleLine line, int last)
    {
        switch (line)
        {
            case TaleLine.Said said:
                said.To.ToList().ForEach(to => Line(text, $"v{said.From}{Arrow(said.Fate)}v{to}: {Escape(said.Words)}"));
                break;
            case TaleLine.Changed changed:
                Line(text, $"Note over v{changed.Validator}: {changed.AtMs} ms: {Escape(changed.Words)}");
                break;
            case TaleLine.Scripted scripted:
                Line(text, $"Note over v0,v{last}: {scripted.AtMs} ms: {Escape(scripted.Words)}");
                break;
        }
    }

    private static string Arrow(Fate fate)
        => fate switch
        {
            Fate.Held => "--)",
            Fate.Lost => "-x",
            _ => "->>",
        };

    /// <summary>A semicolon ends a statement in Mermaid, and a hash begins an entity.</summary>
    private static string Escape(string words)
        => words.Replace("#", "#35;", StringComparison.Ordinal).Replace("; ", ", ", StringComparison.Ordinal);

    private static void Line(StringBuilder text, string line) => text.Append("    ").Append(line).Append('\n');
}

using System.Text;

namespace Ledger.Simulation.Telling;

/// <summary>A trace as text: time, who and to whom, what. Equal worlds give equal bytes.</summary>
public static class TraceText
{
    public static string Write(Tale tale, int validators)
        => tale.Lines.Aggregate(new StringBuilder(), (text, line) => text.Append(Write(line, validators)).Append('\n')).ToString();

    private static string Write(TaleLine line, int validators)
        => line switch
        {
            TaleLine.Said said => Columns(said.AtMs, Way(said, validators), said.Words + Suffix(said.Fate)),
            TaleLine.Changed changed => Columns(changed.AtMs, $"v{changed.Validator}", changed.Words),
            TaleLine.Scripted scripted => Columns(scripted.AtMs, "*", scripted.Words),
            _ => throw new ArgumentOutOfRangeException(nameof(line), line, "there is no text for it"),
        };

    private static string Columns(ulong atMs, string who, string what) => $"{atMs,6}  {who,-14} {what}";

    private static string Way(TaleLine.Said said, int validators)
        => $"v{said.From} -> {(said.To.Count == validators - 1 ? "all" : MessageWords.Names(said.To))}";

    private static string Suffix(Fate fate) => fate == Fate.Sent ? "" : $" ({fate.ToString().ToLowerInvariant()})";
}

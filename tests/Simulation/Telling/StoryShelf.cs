using System.Reflection;

namespace Ledger.Simulation.Telling;

/// <summary>The stories that this build carries.</summary>
public static class StoryShelf
{
    private const string Prefix = "stories/";

    private const string Ending = ".txt";

    public static IReadOnlyList<string> Names { get; } =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(r => r.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(r => r[Prefix.Length..^Ending.Length]).Order(StringComparer.Ordinal)];

    /// <summary>Null when there is no such story.</summary>
    public static Story? Find(string name) => TextOf(name) is { } text ? StoryReader.Read(name, text) : null;

    /// <summary>A story's file; null when there is no such story.</summary>
    public static string? TextOf(string name)
        => Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name + Ending) is { } stream
            ? new StreamReader(stream).ReadToEnd()
            : null;

    /// <summary>Plays a story's file and writes its trace anew below the script, as far as it went when a demand is not met.</summary>
    public static void Retell(string path)
    {
        string text = File.ReadAllText(path);
        Story story = StoryReader.Read(Path.GetFileNameWithoutExtension(path), text);
        string above = text[..(text.IndexOf(StoryReader.TraceMark, StringComparison.Ordinal) + StoryReader.TraceMark.Length)];
        Tale tale = new();
        try
        {
            StoryRun.Play(story, tale);
        }
        finally
        {
            File.WriteAllText(path, above + "\n" + TraceText.Write(tale, story.Options.Validators));
        }
    }
}

using System.CommandLine;
using Ledger.Simulation.Checkers;
using Ledger.Simulation.Telling;

namespace Ledger.Testnet.Commands;

/// <summary>The options of <c>simulate</c> that tell scripted stories in the place of running seeds.</summary>
internal sealed class StoryOptions
{
    private readonly Option<string?> _story = new("--story") { Description = "Plays one scripted story and prints its trace." };

    private readonly Option<bool> _mermaid = new("--mermaid")
    {
        Description = "With --story: the trace as a Mermaid sequence diagram.",
    };

    private readonly Option<bool> _stories = new("--stories") { Description = "Lists the scripted stories." };

    private readonly Option<DirectoryInfo?> _retell = new("--retell")
    {
        Description = "For developers: plays every story of a folder and writes its trace anew into its file.",
    };

    public void AddTo(Command command)
    {
        command.Add(_story);
        command.Add(_mermaid);
        command.Add(_stories);
        command.Add(_retell);
    }

    /// <summary>The exit code, or null when no story was asked for.</summary>
    public int? Run(ParseResult parsed)
    {
        if (parsed.GetValue(_stories))
        {
            return List();
        }

        if (parsed.GetValue(_story) is { } name)
        {
            return Tell(name, parsed.GetValue(_mermaid));
        }

        return parsed.GetValue(_retell) is { } folder ? Retell(folder) : null;
    }

    private static int List()
    {
        int longest = StoryShelf.Names.Max(n => n.Length);
        foreach (string name in StoryShelf.Names)
        {
            Console.WriteLine($"{name.PadRight(longest)}  {StoryShelf.Find(name)!.Title}");
        }

        return 0;
    }

    private static int Tell(string name, bool mermaid)
    {
        if (StoryShelf.Find(name) is not { } story)
        {
            Console.Error.WriteLine($"There is no story {name}. simulate --stories lists them.");
            return 1;
        }

        return Guarded(name, () =>
        {
            Tale tale = StoryRun.Play(story);
            Console.Write(mermaid
                ? MermaidDiagram.Write(story, tale)
                : $"{story.Title}\n\n{story.Why}\n\n{TraceText.Write(tale, story.Options.Validators)}");
        });
    }

    private static int Retell(DirectoryInfo folder)
        => folder.GetFiles("*.txt").OrderBy(f => f.Name).Sum(f => Guarded(f.Name, () => StoryShelf.Retell(f.FullName))) > 0 ? 1 : 0;

    private static int Guarded(string name, Action act)
    {
        try
        {
            act();
            return 0;
        }
        catch (Exception fault) when (fault is StoryFault or SimulationFailure)
        {
            Console.Error.WriteLine($"{name}: {fault.Message}");
            return 1;
        }
    }
}

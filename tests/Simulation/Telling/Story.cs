using Ledger.Simulation.World;

namespace Ledger.Simulation.Telling;

/// <summary>One scripted trace: who plays, what happens to them, and the trace that came of it when it was last told.</summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Why">Why the story is kept: the rule it shows or the defect it recalls.</param>
/// <param name="Cast">The cast's lines as they are written.</param>
/// <param name="Shown">Kinds of messages and discards that are told though they are usually left out.</param>
/// <param name="Hidden">Kinds that are left out though they are usually told.</param>
/// <param name="Script">The script's steps in the order of time.</param>
/// <param name="Trace">The golden trace.</param>
public sealed record Story(
    string Name,
    string Title,
    string Why,
    IReadOnlyList<string> Cast,
    SimulationOptions Options,
    IReadOnlySet<string> Shown,
    IReadOnlySet<string> Hidden,
    IReadOnlyList<StoryStep> Script,
    string Trace);

/// <summary>One line of a script.</summary>
/// <param name="Line">Where it stands in the file.</param>
/// <param name="Words">The line without its time.</param>
/// <param name="Act">What it does, or demands.</param>
public sealed record StoryStep(int Line, ulong AtMs, string Words, Action<StoryStage> Act)
{
    /// <summary>A demand changes nothing.</summary>
    public bool IsDemand => Words.StartsWith("expect ", StringComparison.Ordinal);

    /// <summary>What a puppet says is told as the message it is.</summary>
    public bool IsTold => !IsDemand && !Words.Contains(" says ", StringComparison.Ordinal);
}

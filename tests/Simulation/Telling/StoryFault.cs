namespace Ledger.Simulation.Telling;

/// <summary>A line of a story that cannot be read, or that expects what did not happen.</summary>
public sealed class StoryFault(int line, string message) : Exception($"line {line}: {message}")
{
    public int Line { get; } = line;
}

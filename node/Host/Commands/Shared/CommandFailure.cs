namespace Ledger.Node.Commands;

/// <summary>Ends a command with an exit code and one line on stderr.</summary>
public sealed class CommandFailure(ExitCode code, string message, string? name = null) : Exception(message)
{
    public ExitCode Code { get; } = code;

    /// <summary>What the line begins with: a stable code of the node, or the exit code's own name.</summary>
    public string Name { get; } = name is null ? code.Name() : $"{code.Name()} {name}";

    public static CommandFailure Usage(string message) => new(ExitCode.Usage, message);

    public static CommandFailure OfFile(string path, object problem) => new(ExitCode.File, $"{path}: {problem}");
}

namespace Ledger.Tests.Unit.Tidy;

/// <summary>One text file of the repository, or a planted twin of one.</summary>
/// <remarks><see cref="Path"/> is relative to the repository's root, with forward slashes.</remarks>
public sealed record SourceFile(string Path, string Text)
{
    public string[] Lines => Text.Split('\n');

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    /// <summary>A script names its shell in its first line; its name has no extension.</summary>
    public bool IsShellScript => Text.StartsWith("#!", StringComparison.Ordinal)
        && Lines[0].Split('/', ' ')[^1] is "sh" or "bash";

    public bool IsUnder(params string[] folders)
        => folders.Any(folder => Path.StartsWith(folder + "/", StringComparison.Ordinal));
}

namespace Ledger.Tests.Unit.Tidy;

/// <summary>The repository as its authors wrote it: every file that .gitignore does not leave out.</summary>
/// <remarks>Walks the folders instead of asking git, so that an unpacked archive is held to the same rules.</remarks>
public static class SourceTree
{
    private static readonly string[] TextExtensions =
        [".cs", ".csproj", ".props", ".proto", ".md", ".sh", ".py", ".js", ""];

    public static string Root { get; } = FindRoot();

    private static readonly Lazy<string[]> IgnoreLines = new(() => File.ReadAllLines(Absolute(".gitignore")));

    private static readonly Lazy<SourceFile[]> Loaded = new(() => [.. Walk(Root).Where(IsText).Select(Load)]);

    public static IReadOnlyList<SourceFile> Files => Loaded.Value;

    public static IEnumerable<SourceFile> CSharp => Files.Where(file => file.IsCSharp);

    public static string Absolute(string path) => Path.Combine(Root, path);

    /// <summary>Names of the folders under the root; ignored ones and those that start with a dot left out.</summary>
    public static IEnumerable<string> TopLevelFolders()
        => Folders(Root).Select(folder => Path.GetFileName(folder)).Where(name => !name.StartsWith('.'));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Ledger.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    private static IEnumerable<string> Walk(string folder)
        => Directory.EnumerateFiles(folder).Concat(Folders(folder).SelectMany(Walk));

    private static IEnumerable<string> Folders(string folder)
        => Directory.EnumerateDirectories(folder).Where(path => !IsIgnored(path));

    private static bool IsIgnored(string folder)
        => Path.GetFileName(folder) == ".git"
            || Ignored().Any(entry => entry.Contains('/')
                ? entry.TrimStart('/') == Relative(folder)
                : entry == Path.GetFileName(folder));

    // The entries of .gitignore that name a folder end in a slash; patterns of files do not matter here.
    private static IEnumerable<string> Ignored()
        => IgnoreLines.Value.Where(line => line.EndsWith('/')).Select(line => line[..^1]);

    private static bool IsText(string path) => TextExtensions.Contains(Path.GetExtension(path));

    private static SourceFile Load(string path) => new(Relative(path), File.ReadAllText(path));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');
}

namespace Ledger.Tests.Interop;

/// <summary>Where the sources lie: clients of other languages run from there, as their readers run them.</summary>
internal static class Sources
{
    public static string Root { get; } = FindRoot();

    public static string Interop => Path.Combine(Root, "tests", "Interop");

    public static string Protos => Path.Combine(Root, "node", "Client", "Protos");

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Ledger.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}

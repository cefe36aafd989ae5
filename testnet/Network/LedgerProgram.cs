using System.Runtime.InteropServices;

namespace Ledger.Testnet.Network;

/// <summary>The <c>ledger</c> executable of this source tree, and its commands run to their end.</summary>
public sealed class LedgerProgram
{
    private LedgerProgram(string path) => FilePath = path;

    public string FilePath { get; }

    /// <summary>What every process of it needs to find .NET where this process found it.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
    };

    /// <summary>The root of the source tree this program was built from.</summary>
    public static string SourceRoot { get; } = FindRoot();

    /// <summary>Finds the executable, which is built first when a source has changed.</summary>
    public static async Task<LedgerProgram> FindAsync(CancellationToken cancellation)
    {
        CommandResult built = await ProgramRun.TryAsync(
            Path.Combine(SourceRoot, "testnet", "build"), ["node/Host"], cancellation, Environment);
        return built.ExitCode == 0
            ? new LedgerProgram(built.Output.Trim())
            : throw new InvalidOperationException($"The node does not build:\n{built.Errors}");
    }

    /// <summary>An executable that was built before, such as of another commit.</summary>
    /// <param name="folder">Holds the program and everything it was built with.</param>
    /// <exception cref="FileNotFoundException">There is none in the folder.</exception>
    public static LedgerProgram In(string folder)
    {
        string path = Path.Combine(Path.GetFullPath(folder), "ledger");
        return File.Exists(path) ? new LedgerProgram(path) : throw new FileNotFoundException($"{path} does not exist.");
    }

    /// <summary>Runs a command of it and expects success.</summary>
    /// <exception cref="InvalidOperationException">Its exit code is not 0; the message has what it printed.</exception>
    public async Task<CommandResult> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        CommandResult result = await TryAsync(arguments, cancellation);
        return result.ExitCode == 0
            ? result
            : throw new InvalidOperationException(
                $"ledger {string.Join(' ', arguments)}: exit code {result.ExitCode}\n{result.Output}{result.Errors}");
    }

    /// <summary>Runs a command of it, whatever its exit code.</summary>
    public Task<CommandResult> TryAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
        => ProgramRun.TryAsync(FilePath, arguments, cancellation, Environment);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Ledger.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("This program runs from its source tree.");
    }
}

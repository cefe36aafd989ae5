using Ledger.Client;
using Spectre.Console;

namespace Ledger.Node.Commands;

/// <summary>Hashes a file, with a bar on an interactive terminal when it is long enough to wait for.</summary>
internal static class HashProgress
{
    private const long ShortestFile = 16L * 1024 * 1024;

    public static HashedDocument Hash(string path, ReadOnlyMemory<byte> salt, CancellationToken cancellation)
    {
        bool shows = !Console.IsErrorRedirected && !Console.IsOutputRedirected && new FileInfo(path).Length > ShortestFile;
        return shows ? HashShown(path, salt, cancellation) : DocumentHasher.Hash(path, salt, null, cancellation);
    }

    /// <summary>On stderr: stdout is the answer's.</summary>
    private static HashedDocument HashShown(string path, ReadOnlyMemory<byte> salt, CancellationToken cancellation)
    {
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().AutoClear(true).Start(context =>
        {
            string name = Markup.Escape(Path.GetFileName(path));
            ProgressTask task = context.AddTask(name, maxValue: Math.Max(1, new FileInfo(path).Length));
            return DocumentHasher.Hash(path, salt, done => task.Value = done, cancellation);
        });
    }
}

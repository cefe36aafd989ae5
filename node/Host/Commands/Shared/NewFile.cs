using System.Text;

namespace Ledger.Node.Commands;

/// <summary>A file that a command makes: one that stands there is never replaced.</summary>
internal static class NewFile
{
    /// <summary>The path, if nothing is there: asked before work that cannot be taken back.</summary>
    public static string Demand(string path)
        => Path.Exists(path) ? throw CommandFailure.OfFile(path, "exists, and is left as it is") : path;

    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using FileStream file = new(Demand(path), FileMode.CreateNew, FileAccess.Write);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }
}

using Ledger.Cryptography.Hashing;

namespace Ledger.Protocol.Receipts;

/// <summary>The last field of a JSON text that people hand on: SHA-256 of every byte before it.</summary>
/// <remarks>
/// It tells what was damaged on the way, down to a bit of a file name that no signature covers. Whoever edits on purpose can make another;
/// what the receipt and the status prove does not rest on it.
/// </remarks>
internal static class TextChecksum
{
    public const string Field = "checksum";

    private const string End = "\n}\n";

    private static readonly int TailLength = TailOf("").Length;

    /// <summary>The text of an object, with its checksum as one more field.</summary>
    public static string Seal(string text)
    {
        string body = text[..^End.Length];
        return body + TailOf(body);
    }

    public static bool Holds(string text)
        => text.Length > TailLength && text.EndsWith(TailOf(text[..^TailLength]), StringComparison.Ordinal);

    private static string TailOf(string body) => $",\n  \"{Field}\": \"{Sha256.Hash(System.Text.Encoding.UTF8.GetBytes(body))}\"{End}";
}

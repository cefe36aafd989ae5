using System.Globalization;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;

namespace Ledger.Protocol.Checkpoints;

/// <summary>The head of a log at one size: what a note says that logs and cosigners sign.</summary>
/// <remarks>
/// c2sp.org/tlog-checkpoint, "Note text". Ours have no extension lines, as it recommends; those of other logs are kept, since they are
/// signed, and believed by nobody.
/// </remarks>
/// <param name="Origin">Which log; 1 to 512 characters, no newline.</param>
/// <param name="Size">Leaves, at most 2^63 - 1.</param>
/// <param name="Root">Of the tree of so many leaves, in the hash of the log.</param>
/// <param name="Extension">Whole lines, each with its newline; empty in ours.</param>
public sealed record Checkpoint(string Origin, ulong Size, Digest Root, string Extension = "")
{
    /// <summary>The text of the note.</summary>
    public string ToText()
        => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root.ToArray())}\n{Extension}");

    /// <summary>Reads the text of a note; its one spelling only.</summary>
    public static DecodeFault TryParse(string text, out Checkpoint? checkpoint)
    {
        checkpoint = null;
        ReadOnlySpan<char> rest = text;
        if (!NoteText.TryTakeLine(ref rest, out ReadOnlySpan<char> origin)
            || !NoteText.TryTakeLine(ref rest, out ReadOnlySpan<char> size)
            || !NoteText.TryTakeLine(ref rest, out ReadOnlySpan<char> root))
        {
            return DecodeFault.Truncated;
        }

        if (origin.Length > NoteText.MaximumNameCharacters)
        {
            return DecodeFault.TooLong;
        }

        checkpoint = !origin.IsEmpty && IsExtension(rest) && NoteText.ToNumber(size) is { } leaves && NoteText.ToDigest(root) is { } hash
            ? new Checkpoint($"{origin}", leaves, hash, $"{rest}")
            : null;
        return checkpoint is null ? DecodeFault.NotCanonical : DecodeFault.None;
    }

    /// <summary>Lines, none of them empty.</summary>
    private static bool IsExtension(ReadOnlySpan<char> lines)
        => lines.IsEmpty || (lines[0] != '\n' && lines[^1] == '\n' && !lines.Contains("\n\n", StringComparison.Ordinal));
}

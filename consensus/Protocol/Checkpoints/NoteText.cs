using System.Globalization;
using Ledger.Cryptography.Hashing;

namespace Ledger.Protocol.Checkpoints;

/// <summary>The small parts of all C2SP texts, each of which has one spelling here.</summary>
internal static class NoteText
{
    /// <summary>Longest name of a key or a log in characters: a chain id and 64 percent-encoded characters take 264.</summary>
    public const int MaximumNameCharacters = 512;

    private const int MaximumDigits = 19;

    /// <summary>A name a key may have: not empty, no space of Unicode, no plus, no control character.</summary>
    public static bool IsKeyName(ReadOnlySpan<char> name)
    {
        foreach (char c in name)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c) || c == '+')
            {
                return false;
            }
        }

        return name.Length is > 0 and <= MaximumNameCharacters;
    }

    /// <summary>The bytes of base64 with padding whose unused bits are zero (RFC 4648 4); null for any other text.</summary>
    public static byte[]? FromBase64(ReadOnlySpan<char> text)
    {
        byte[] bytes = new byte[text.Length / 4 * 3];
        return Convert.TryFromBase64Chars(text, bytes, out int length)
            && text.SequenceEqual(Convert.ToBase64String(bytes.AsSpan(0, length)))
                ? bytes[..length]
                : null;
    }

    /// <summary>A hash in base64; null for any other text.</summary>
    public static Digest? ToDigest(ReadOnlySpan<char> text)
        => FromBase64(text) is { Length: Digest.Size } bytes ? new Digest(bytes) : null;

    /// <summary>ASCII decimal without leading zeros, at most 2^63 - 1, as other programs hold a size; null for any other text.</summary>
    public static ulong? ToNumber(ReadOnlySpan<char> text)
    {
        bool isPlain = text.Length is > 0 and <= MaximumDigits
            && !text.ContainsAnyExceptInRange('0', '9')
            && (text[0] != '0' || text.Length == 1);
        return isPlain && ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) is <= long.MaxValue and var number
            ? number
            : null;
    }

    /// <summary>The text up to the next newline, and takes both from <paramref name="rest"/>; false when no newline is left.</summary>
    public static bool TryTakeLine(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> line)
    {
        int end = rest.IndexOf('\n');
        line = end < 0 ? default : rest[..end];
        rest = end < 0 ? rest : rest[(end + 1)..];
        return end >= 0;
    }

    /// <summary>A hash a line, up to an empty line, which is taken too; null for anything else, or more hashes than so.</summary>
    public static List<Digest>? TakeHashes(ref ReadOnlySpan<char> rest, int most)
    {
        List<Digest> hashes = [];
        while (TryTakeLine(ref rest, out ReadOnlySpan<char> line))
        {
            if (line.IsEmpty)
            {
                return hashes;
            }

            if (hashes.Count == most || ToDigest(line) is not { } hash)
            {
                return null;
            }

            hashes.Add(hash);
        }

        return null;
    }
}

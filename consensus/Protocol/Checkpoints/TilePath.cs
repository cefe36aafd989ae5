using System.Globalization;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;

namespace Ledger.Protocol.Checkpoints;

/// <summary>Where a tile of hashes or a bundle of entries is served, below the prefix of its log.</summary>
/// <remarks>
/// c2sp.org/tlog-tiles: <c>tile/LEVEL/INDEX</c> or <c>tile/entries/INDEX</c>, the index in groups of three digits, all but the last behind
/// an <c>x</c>, and <c>.p/WIDTH</c> when fewer than 256 are meant. One spelling each.
/// </remarks>
/// <param name="Level">0 to 63, or <see cref="Entries"/>.</param>
/// <param name="Index">From the left of its level; below 2^55, as far as a log of 2^63 leaves goes.</param>
/// <param name="Width">Hashes or entries from the first: 1 to 256.</param>
public readonly record struct TilePath(int Level, ulong Index, int Width = AnchorTree.TileWidth)
{
    /// <summary>In place of a level, the leaves themselves.</summary>
    public const int Entries = -1;

    public const int MaximumLevel = 63;

    /// <summary>Begins every path.</summary>
    public const string Root = "tile/";

    private const string EntriesWord = "entries";
    private const string PartialMark = ".p";
    private const int MaximumCharacters = 64;
    private const ulong Group = 1_000;
    private const ulong MaximumIndex = (1UL << 55) - 1;

    public bool IsEntries => Level == Entries;

    public bool IsFull => Width == AnchorTree.TileWidth;

    /// <summary>The tile of 256 that this one is the begin of.</summary>
    public TilePath Whole => this with { Width = AnchorTree.TileWidth };

    public override string ToString()
    {
        string level = IsEntries ? EntriesWord : Level.ToString(CultureInfo.InvariantCulture);
        string index = (Index % Group).ToString("d3", CultureInfo.InvariantCulture);
        for (ulong rest = Index / Group; rest > 0; rest /= Group)
        {
            index = string.Create(CultureInfo.InvariantCulture, $"x{rest % Group:d3}/{index}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Root}{level}/{index}{(IsFull ? "" : $"{PartialMark}/{Width}")}");
    }

    /// <summary>Reads a path without a slash before it.</summary>
    public static DecodeFault TryParse(string text, out TilePath path)
    {
        path = default;
        string[] parts = text.Length <= MaximumCharacters ? text.Split('/') : [];
        bool isPartial = parts.Length > 1 && parts[^2].EndsWith(PartialMark, StringComparison.Ordinal);
        if (parts.Length < (isPartial ? 4 : 3))
        {
            return text.Length > MaximumCharacters ? DecodeFault.TooLong : DecodeFault.Truncated;
        }

        ulong? width = isPartial ? NoteText.ToNumber(parts[^1]) : AnchorTree.TileWidth;
        string digits = string.Concat(parts[2..(isPartial ? ^1 : ^0)]).Replace("x", "", StringComparison.Ordinal);
        digits = isPartial ? digits[..^PartialMark.Length] : digits;
        ulong? level = parts[1] == EntriesWord ? 0 : NoteText.ToNumber(parts[1]);
        bool isIndex = ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ulong index) && index <= MaximumIndex;
        if (!isIndex || level is null or > MaximumLevel || width is null or 0 or > AnchorTree.TileWidth)
        {
            return DecodeFault.NotCanonical;
        }

        TilePath read = new(parts[1] == EntriesWord ? Entries : (int)level, index, (int)width);
        bool isOnly = read.ToString() == text;
        path = isOnly ? read : default;
        return isOnly ? DecodeFault.None : DecodeFault.NotCanonical;
    }
}

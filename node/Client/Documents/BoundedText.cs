namespace Ledger.Client;

/// <summary>Reads a text file no further than its format can go.</summary>
internal static class BoundedText
{
    /// <summary>At most one character more than <paramref name="longest"/>, for the reader to refuse.</summary>
    public static string Read(string path, int longest)
    {
        using StreamReader reader = new(path);
        char[] text = new char[Math.Min(longest, reader.BaseStream.Length) + 1];
        return new string(text, 0, reader.ReadBlock(text));
    }
}

namespace Ledger.Client.Json;

/// <summary>Takes a <see cref="JsonTree"/> apart strictly; whatever is not as it should be is null or false.</summary>
internal static class TreeShape
{
    /// <summary>The object, if it has exactly these keys in this order.</summary>
    public static JsonMembers? Exactly(JsonTree? tree, params ReadOnlySpan<string> keys)
        => tree is JsonMembers members && members.Keys.SequenceEqual(keys.ToArray()) ? members : null;

    public static string? Text(JsonTree? tree) => (tree as JsonText)?.Value;

    /// <summary>Lower-case hex of exactly <paramref name="length"/> bytes.</summary>
    public static byte[]? Hex(JsonTree? tree, int length)
        => tree is JsonText { Value: string text } && text.Length == 2 * length && !text.AsSpan().ContainsAnyExcept("0123456789abcdef")
            ? Convert.FromHexString(text)
            : null;

    /// <summary>A whole number from 0 to <paramref name="most"/>.</summary>
    public static int? Number(JsonTree? tree, int most)
        => tree is JsonNumber { Value: double value } && value >= 0 && value <= most && value == Math.Floor(value) ? (int)value : null;

    /// <summary>Each item of a list of at most <paramref name="most"/>; null when one is not made.</summary>
    public static T[]? List<T>(JsonTree? tree, int most, Func<JsonTree, T?> make)
        where T : class
    {
        if (tree is not JsonList list || list.Items.Count > most)
        {
            return null;
        }

        List<T> made = [];
        foreach (JsonTree item in list.Items)
        {
            if (make(item) is not { } one)
            {
                return null;
            }

            made.Add(one);
        }

        return [.. made];
    }
}

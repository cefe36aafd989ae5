using System.Globalization;
using Ledger.Client.Json;

namespace Ledger.Client.Fields;

/// <summary>Where a field is: keys as texts, places in lists as numbers, from the document down.</summary>
/// <remarks>So that place 0 of a list and the key "0" of an object are two paths. People write them as JSON Pointers (RFC 6901).</remarks>
public sealed class FieldPath
{
    private FieldPath(JsonList steps) => Steps = steps;

    public static FieldPath Document { get; } = new(new JsonList([]));

    /// <summary>Texts and whole numbers.</summary>
    public JsonList Steps { get; }

    public FieldPath Key(string key) => new(new JsonList([.. Steps.Items, new JsonText(key)]));

    public FieldPath Place(int index) => new(new JsonList([.. Steps.Items, new JsonNumber(index)]));

    /// <summary>Null unless every step is a text or a place.</summary>
    public static FieldPath? Of(JsonTree? tree)
        => tree is JsonList { Items.Count: > 0 and <= JsonTreeReader.MaximumDepth } list
            && list.Items.All(step => step is JsonText || TreeShape.Number(step, int.MaxValue) is not null)
                ? new FieldPath(list)
                : null;

    /// <summary>Whether a JSON Pointer names this field, or an object or list that it is in. An empty one names the document.</summary>
    public bool IsUnder(string pointer) => $"{this}/".StartsWith($"{pointer}/", StringComparison.Ordinal);

    /// <summary>The JSON Pointer.</summary>
    public override string ToString() => string.Concat(Steps.Items.Select(step => $"/{Word(step)}"));

    private static string Word(JsonTree step) => step is JsonText text
        ? text.Value.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
        : ((JsonNumber)step).Value.ToString(CultureInfo.InvariantCulture);
}

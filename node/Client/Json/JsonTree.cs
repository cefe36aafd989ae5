namespace Ledger.Client.Json;

/// <summary>A JSON value as a JavaScript program has it after <c>JSON.parse</c>; it never changes.</summary>
/// <remarks>
/// ECMA-262 25.5.1. System.Text.Json refuses half a surrogate pair and keeps the order of the text; formats that hash what
/// JavaScript writes need both as JavaScript has them. To compare two, compare what <see cref="JsonTreeWriter"/> makes of them.
/// </remarks>
public abstract record JsonTree;

/// <summary><c>null</c>.</summary>
public sealed record JsonNothing : JsonTree
{
    public static JsonNothing Value { get; } = new();
}

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed record JsonTruth(bool Value) : JsonTree;

/// <summary>A finite IEEE 754 double; <c>-0</c> is kept.</summary>
public sealed record JsonNumber(double Value) : JsonTree;

/// <summary>UTF-16 code units, halves of surrogate pairs among them.</summary>
public sealed record JsonText(string Value) : JsonTree;

/// <summary>Values in their order.</summary>
public sealed record JsonList(IReadOnlyList<JsonTree> Items) : JsonTree;

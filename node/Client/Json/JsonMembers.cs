using System.Globalization;

namespace Ledger.Client.Json;

/// <summary>An object's members in JavaScript's order: array indexes rising, then the others as they came. No key is there twice.</summary>
/// <remarks>ECMA-262 10.1.11.1: an array index is the decimal text of a number below 2^32 - 1.</remarks>
public sealed record JsonMembers : JsonTree
{
    private readonly Dictionary<string, JsonTree> _values;

    /// <exception cref="ArgumentException">A key is there twice.</exception>
    public JsonMembers(IEnumerable<KeyValuePair<string, JsonTree>> members)
    {
        KeyValuePair<string, JsonTree>[] given = [.. members];
        _values = new Dictionary<string, JsonTree>(given);
        Members =
        [
            .. given.Where(m => ArrayIndex(m.Key) is not null).OrderBy(m => ArrayIndex(m.Key)),
            .. given.Where(m => ArrayIndex(m.Key) is null),
        ];
    }

    public JsonMembers(params ReadOnlySpan<(string Key, JsonTree Value)> members)
        : this(members.ToArray().Select(m => KeyValuePair.Create(m.Key, m.Value)))
    {
    }

    public IReadOnlyList<KeyValuePair<string, JsonTree>> Members { get; }

    public IEnumerable<string> Keys => Members.Select(m => m.Key);

    /// <summary>Null when there is no such member.</summary>
    public JsonTree? Find(string key) => _values.GetValueOrDefault(key);

    /// <summary>The same object with one member more or another; a new one comes last.</summary>
    public JsonMembers With(string key, JsonTree value)
        => new(_values.ContainsKey(key)
            ? Members.Select(m => m.Key == key ? KeyValuePair.Create(key, value) : m)
            : Members.Append(KeyValuePair.Create(key, value)));

    public JsonMembers Without(string key) => new(Members.Where(m => m.Key != key));

    private static uint? ArrayIndex(string key)
        => uint.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out uint index)
            && index != uint.MaxValue
            && (key.Length == 1 || key[0] != '0')
                ? index
                : null;
}

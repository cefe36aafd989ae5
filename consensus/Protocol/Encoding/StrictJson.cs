using System.Text.Json;
using Ledger.Cryptography.Hashing;

namespace Ledger.Protocol.Encoding;

/// <summary>
/// Reads one JSON object strictly: each field of the list once, and no other; the first fault sticks.
/// </summary>
/// <remarks>
/// The JSON twin of <see cref="WireReader"/>: after a fault reads return empty values, and the end asks once.
/// </remarks>
internal sealed class StrictJson
{
    private readonly Dictionary<string, JsonElement> _fields = [];
    private readonly StrictJsonFault _fault;
    private readonly string _path;

    public StrictJson(JsonElement element, string path, StrictJsonFault fault, params ReadOnlySpan<string> names)
    {
        _path = path;
        _fault = fault;
        if (element.ValueKind != JsonValueKind.Object)
        {
            fault.Fail(JsonFault.WrongType, path);
            return;
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            string at = PathOf(property.Name);
            fault.Require(names.Contains(property.Name), JsonFault.UnknownField, at);
            fault.Require(_fields.TryAdd(property.Name, property.Value), JsonFault.DuplicateField, at);
        }

        foreach (string name in names)
        {
            fault.Require(_fields.ContainsKey(name), JsonFault.MissingField, PathOf(name));
        }
    }

    public string PathOf(string name) => $"{_path}.{name}";

    public ulong Number(string name, ulong least, ulong most)
    {
        ulong number = 0;
        if (Find(name, JsonValueKind.Number) is { } element)
        {
            bool inRange = element.TryGetUInt64(out number) && number >= least && number <= most;
            _fault.Require(inRange, JsonFault.OutOfRange, PathOf(name));
        }

        return number;
    }

    public string Text(string name, int longest)
    {
        string text = Find(name, JsonValueKind.String)?.GetString() ?? "";
        _fault.Require(text.Length <= longest, JsonFault.TooLong, PathOf(name));
        return _fault.Failed ? "" : text;
    }

    /// <summary>1 to 64 printable ASCII characters.</summary>
    public string Name(string name)
    {
        string text = Text(name, 64);
        _fault.Require(
            text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'), JsonFault.BadText, PathOf(name));
        return text;
    }

    /// <summary>Lower-case hex of at most <paramref name="longest"/> bytes.</summary>
    public byte[] Hex(string name, int longest)
    {
        string text = Text(name, 2 * longest);
        bool isHex = text.Length % 2 == 0 && !text.AsSpan().ContainsAnyExcept("0123456789abcdef");
        _fault.Require(isHex, JsonFault.BadBytes, PathOf(name));
        return isHex ? Convert.FromHexString(text) : [];
    }

    public Digest Digest(string name)
    {
        byte[] bytes = Hex(name, Cryptography.Hashing.Digest.Size);
        bool whole = bytes.Length == Cryptography.Hashing.Digest.Size;
        _fault.Require(whole, JsonFault.WrongLength, PathOf(name));
        return whole ? new Digest(bytes) : default;
    }

    public StrictJson Object(string name, params ReadOnlySpan<string> names)
        => new(_fields.GetValueOrDefault(name), PathOf(name), _fault, names);

    /// <summary>Each element of a list as an object of <paramref name="names"/>.</summary>
    public List<StrictJson> List(string name, int longest, params ReadOnlySpan<string> names)
    {
        List<StrictJson> objects = [];
        if (Find(name, JsonValueKind.Array) is not { } list)
        {
            return objects;
        }

        _fault.Require(list.GetArrayLength() <= longest, JsonFault.TooLong, PathOf(name));
        for (int i = 0; i < list.GetArrayLength() && !_fault.Failed; i++)
        {
            objects.Add(new StrictJson(list[i], $"{PathOf(name)}[{i}]", _fault, names));
        }

        return objects;
    }

    public void Require(bool condition, JsonFault fault, string name) => _fault.Require(condition, fault, PathOf(name));

    private JsonElement? Find(string name, JsonValueKind kind)
    {
        JsonElement element = _fields.GetValueOrDefault(name);
        _fault.Require(element.ValueKind == kind, JsonFault.WrongType, PathOf(name));
        return _fault.Failed ? null : element;
    }
}

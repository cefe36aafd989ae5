using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ledger.Node.Configuration;

/// <summary>Everything that is wrong with the fields of a configuration file, not only the first of it.</summary>
internal sealed class ConfigurationFaults(string file, byte[] json)
{
    private readonly List<ConfigurationException> _found = [];
    private JsonLines? _lines;

    public IReadOnlyList<ConfigurationException> Find()
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            _lines = new JsonLines(json);
            CheckObject("$", document.RootElement, StrictJson.Options.GetTypeInfo(typeof(NodeConfiguration)));
        }
        catch (JsonException broken)
        {
            _found.Add(new ConfigurationException(file, broken.LineNumber + 1, null, StrictJson.Reason(broken), broken));
        }

        return _found;
    }

    /// <summary>A rule between fields that does not hold.</summary>
    public ConfigurationException Between(string path, string reason) => new(file, (_lines ??= new JsonLines(json)).Of(path), path, reason);

    private void CheckObject(string path, JsonElement element, JsonTypeInfo type)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Note(path, "is an object.");
            return;
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string at = $"{path}.{property.Name}";
            if (!seen.Add(property.Name))
            {
                Note(at, "is there twice.");
            }
            else if (type.Properties.FirstOrDefault(p => p.Name == property.Name) is { } known)
            {
                CheckValue(at, property.Value, known);
            }
            else
            {
                Note(at, "is no field of a configuration: a bound that is misspelt would mean its default.");
            }
        }

        foreach (JsonPropertyInfo missing in type.Properties.Where(p => p.IsRequired && !seen.Contains(p.Name)))
        {
            Note($"{path}.{missing.Name}", "is missing.");
        }
    }

    private void CheckValue(string path, JsonElement value, JsonPropertyInfo known)
    {
        JsonTypeInfo type = StrictJson.Options.GetTypeInfo(known.PropertyType);
        if (value.ValueKind == JsonValueKind.Null)
        {
            if (!known.IsSetNullable)
            {
                Note(path, "is null.");
            }
        }
        else if (type.Kind == JsonTypeInfoKind.Object)
        {
            CheckObject(path, value, type);
        }
        else if (type.Kind == JsonTypeInfoKind.Dictionary && value.ValueKind == JsonValueKind.Object)
        {
            CheckEntries(path, value, type.ElementType!);
        }
        else
        {
            Try(path, value, known);
        }
    }

    private void CheckEntries(string path, JsonElement entries, Type type)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty entry in entries.EnumerateObject())
        {
            string at = $"{path}.{entry.Name}";
            if (!seen.Add(entry.Name))
            {
                Note(at, "is there twice.");
                continue;
            }

            try
            {
                entry.Value.Deserialize(type, StrictJson.Options);
            }
            catch (JsonException wrong)
            {
                Note(at, StrictJson.Reason(wrong), wrong);
            }
        }
    }

    /// <summary>Reads the value as the field does: by its type, then by its bounds, which its setter knows.</summary>
    private void Try(string path, JsonElement value, JsonPropertyInfo known)
    {
        try
        {
            object? read = value.Deserialize(known.PropertyType, StrictJson.Options);
            object owner = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(known.DeclaringType);
            known.Set?.Invoke(owner, read);
        }
        catch (JsonException wrong)
        {
            Note(path, StrictJson.Reason(wrong), wrong);
        }
    }

    private void Note(string path, string reason, Exception? inner = null)
        => _found.Add(new ConfigurationException(file, _lines!.Of(path), path, reason, inner));
}

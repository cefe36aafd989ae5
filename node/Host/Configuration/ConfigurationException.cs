namespace Ledger.Node.Configuration;

/// <summary>
/// A configuration file that the node does not start with: which file, which line, which field, and why.
/// </summary>
public sealed class ConfigurationException(
    string file, long? line, string? fieldPath, string reason, Exception? inner = null)
    : Exception(Describe(file, line, fieldPath, reason), inner)
{
    public string File => file;

    public string Reason => reason;

    /// <summary>Counted from 1; null when the file could not be read at all.</summary>
    public long? Line => line;

    /// <summary>The path of the field, as $.batch.maxBytes; null when the fault is in no field.</summary>
    public string? Field => fieldPath;

    private static string Describe(string file, long? line, string? fieldPath, string reason) =>
        (line is null ? file : $"{file}:{line}") + (fieldPath is null ? "" : $": {fieldPath}") + $": {reason}";
}

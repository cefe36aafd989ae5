namespace Ledger.Protocol.Encoding;

/// <summary>A fault and where it is, as a path such as <c>$.validators[2].publicKey</c>.</summary>
public readonly record struct JsonProblem(JsonFault Fault, string Path)
{
    public static JsonProblem None => new(JsonFault.None, "");

    public bool IsNone => Fault == JsonFault.None;

    public override string ToString() => IsNone ? "none" : $"{Fault} at {Path}";
}

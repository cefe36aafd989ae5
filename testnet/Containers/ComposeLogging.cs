namespace Ledger.Testnet.Containers;

/// <summary>Logs that cannot fill the disk.</summary>
public sealed class ComposeLogging
{
    public string Driver { get; init; } = "json-file";

    public Dictionary<string, string> Options { get; init; } = new() { ["max-size"] = "10m", ["max-file"] = "3" };
}

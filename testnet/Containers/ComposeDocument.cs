namespace Ledger.Testnet.Containers;

/// <summary>A compose file.</summary>
public sealed class ComposeDocument
{
    public required Dictionary<string, ComposeService> Services { get; init; }

    public required Dictionary<string, ComposeNetwork> Networks { get; init; }

    /// <summary>Named volumes, with nothing said of them.</summary>
    public required Dictionary<string, Dictionary<string, string>> Volumes { get; init; }

    /// <summary>The file each secret is in.</summary>
    public required Dictionary<string, ComposeSecret> Secrets { get; init; }
}

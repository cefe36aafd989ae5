namespace Ledger.Testnet.Containers;

/// <summary>How a compose file's image is built.</summary>
public sealed class ComposeBuild
{
    public required string Context { get; init; }

    public required string Dockerfile { get; init; }

    public required Dictionary<string, string> Args { get; init; }
}

namespace Ledger.Testnet.Containers;

/// <summary>A service on a network, and its names there.</summary>
public sealed class ComposeAttachment
{
    public List<string>? Aliases { get; init; }
}

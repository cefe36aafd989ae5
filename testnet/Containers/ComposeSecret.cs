namespace Ledger.Testnet.Containers;

/// <summary>A secret's file, relative to the compose file.</summary>
public sealed class ComposeSecret
{
    public required string File { get; init; }
}

namespace Ledger.Testnet.Containers;

/// <summary>A secret of the file, mounted as /run/secrets/<see cref="Target"/>.</summary>
public sealed class ComposeSecretUse
{
    public required string Source { get; init; }

    public required string Target { get; init; }
}

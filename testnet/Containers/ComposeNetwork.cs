namespace Ledger.Testnet.Containers;

/// <summary>A network of a compose file.</summary>
/// <remarks>An internal one has no way out, hence no published ports.</remarks>
public sealed class ComposeNetwork
{
    public bool Internal { get; init; }
}

using Ledger.Testnet.Links;

namespace Ledger.Testnet.Network;

/// <summary>What lies between two regions.</summary>
/// <param name="Between">The codes of the two, in either order.</param>
/// <param name="OneWayDelayMs">Milliseconds a byte takes from one to the other.</param>
/// <param name="BytesPerSecond">For each pair of validators and direction; null for no bound.</param>
public sealed record ManifestLink(IReadOnlyList<string> Between, int OneWayDelayMs, long? BytesPerSecond = null)
{
    internal LinkShape Shape => new(OneWayDelayMs, BytesPerSecond);

    public bool Joins(string region, string other)
        => Between is [var one, var two] && ((one == region && two == other) || (one == other && two == region));
}

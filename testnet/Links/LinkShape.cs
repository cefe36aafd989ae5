namespace Ledger.Testnet.Links;

/// <summary>What a link does to bytes while it is whole, in each direction.</summary>
/// <param name="OneWayDelayMs">Milliseconds from being taken in to being passed on.</param>
/// <param name="BytesPerSecond">The most that passes in a second; null for no bound.</param>
public sealed record LinkShape(int OneWayDelayMs, long? BytesPerSecond = null);

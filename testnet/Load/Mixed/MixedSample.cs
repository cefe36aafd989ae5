namespace Ledger.Testnet.Load.Mixed;

/// <summary>One call: when it was due, counted from the start, and how long from then to its answer.</summary>
/// <param name="Failure">Empty, or the reason why there was no answer.</param>
public readonly record struct MixedSample(MixedKind Kind, TimeSpan Due, double Milliseconds, string Failure);

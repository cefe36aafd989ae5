namespace Ledger.Testnet.Load;

/// <summary>What became of one transaction.</summary>
/// <param name="Completed">When the answer was there, counted from the start of the load.</param>
/// <param name="Height">The block it stands in; 0 unless committed.</param>
/// <param name="Node">Which node it was sent to, by its place in the set.</param>
public readonly record struct CallResult(CallEnd End, TimeSpan Completed, ulong Height, int Node);

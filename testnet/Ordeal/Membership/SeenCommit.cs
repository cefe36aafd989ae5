namespace Ledger.Testnet.Ordeal;

/// <summary>A block as the first client heard of it.</summary>
/// <param name="AtMs">Since the watch began.</param>
/// <param name="View">In which it was proposed.</param>
internal readonly record struct SeenCommit(ulong Height, double AtMs, ulong View, bool IsEmpty);

using Ledger.Cryptography.Hashing;

namespace Ledger.Testnet.Ordeal;

/// <summary>A leaf that was acknowledged: what is needed to ask any node for its receipt, and to judge that.</summary>
/// <param name="Leaf">Its place in the log.</param>
/// <param name="Offset">Which leaf of its transaction.</param>
internal readonly record struct AnchoredLeaf(ulong Leaf, Digest Transaction, uint Offset, Digest Commitment);
